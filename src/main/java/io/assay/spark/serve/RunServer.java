package io.assay.spark.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small server of one folder, to be read: GET and HEAD alone. It answers by the names of what it
 * found in the folder; no part of an address becomes a path before it was met there. Visitors must
 * call it by {@code localhost}, by a number or by the machine's own name, so that a page of
 * somebody else's cannot reach it under a name of theirs.
 */
public final class RunServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunServer.class);
  private static final int THREADS = 8;
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Pages pages;
  private final Set<String> names;

  private RunServer(HttpServer server, Pages pages, Set<String> names) {
    this.server = server;
    this.pages = pages;
    this.names = names;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "assay-serve");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to serve.
   *
   * @param folder an output, or a folder of outputs
   * @param address where to listen; the standard is the loopback address
   * @param port 0 for any that is free
   * @throws AssayException NOT_FOUND if there is no folder, RESOURCE_LACKING if the port is taken
   */
  public static RunServer start(Path folder, InetAddress address, int port) {
    Pages pages = new Pages(GuardedTree.of(folder));
    limit("sun.net.httpserver.maxReqTime", "20"); // seconds: who asks slowly is hung up on
    limit("sun.net.httpserver.maxRspTime", "300");
    try {
      HttpServer http = HttpServer.create(new InetSocketAddress(address, port), 0);
      RunServer server = new RunServer(http, pages, ownNames());
      http.createContext("/", server::handle);
      http.setExecutor(server.threads);
      http.start();
      return server;
    } catch (IOException e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.RESOURCE_LACKING,
          "Cannot listen on %s, port %d: %s; choose another --port, or 0 for any that is free",
          address.getHostAddress(),
          port,
          e.getMessage());
    }
  }

  /**
   * Returns the machine's name; none where nobody knows an address for it, as in some containers.
   */
  private static Set<String> ownNames() {
    try {
      return Set.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException nameless) {
      return Set.of();
    }
  }

  private static void limit(String property, String seconds) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, seconds);
    }
  }

  /** Returns the address of the first page. */
  public String url() {
    InetSocketAddress at = server.getAddress();
    String host = at.getAddress().getHostAddress();
    return "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, at.getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response response = answer(exchange);
      send(exchange, response);
    }
  }

  private Response answer(HttpExchange exchange) {
    if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Response.text(405, "This server is read only: GET and HEAD\n");
    }
    if (!isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
      return Response.text(421, "Call this server by localhost or by its number\n");
    }
    Optional<Request> request =
        Request.of(exchange.getRequestURI().getRawPath(), exchange.getRequestURI().getRawQuery());
    if (request.isEmpty()) {
      return Response.text(400, "There is no such address here\n");
    }
    try {
      return pages.answer(request.get());
    } catch (RuntimeException e) {
      LOG.warn("{} failed", exchange.getRequestURI().getRawPath(), e);
      return pages.problem(e);
    }
  }

  /** Numbers, localhost and the machine's name are ours; other names may be anybody's. */
  private boolean isOurs(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", "");
    return name.equals("localhost")
        || names.contains(name)
        || name.matches("[0-9]{1,3}([.][0-9]{1,3}){3}")
        || name.matches("\\[[0-9a-f:.]{2,45}]");
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", response.type());
    headers.set("Content-Security-Policy", response.policy());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(response.status(), response.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(response.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
