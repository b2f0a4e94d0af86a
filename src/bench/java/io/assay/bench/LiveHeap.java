package io.assay.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The most bytes of this JVM's heap that were alive at once. The whole heap is collected again and
 * again meanwhile, which takes time: what is watched so is not to be timed.
 */
final class LiveHeap implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  private final AtomicLong most = new AtomicLong();
  private final NotificationListener listener = (event, nothing) -> take(event);
  private final ScheduledExecutorService collector = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> collections;

  /** Begins to watch. */
  LiveHeap() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
    }
    collections =
        collector.scheduleWithFixedDelay(System::gc, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Young collections leave what has died in the old generation; those of everything do not. */
  private void take(Notification event) {
    if (event.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      var collection = GarbageCollectionNotificationInfo.from((CompositeData) event.getUserData());
      if (collection.getGcAction().equals("end of major GC")) {
        long left =
            collection.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> isHeap(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
        most.accumulateAndGet(left, Math::max);
      }
    }
  }

  private static boolean isHeap(String pool) {
    return pool.contains("Eden") || pool.contains("Survivor") || pool.contains("Old Gen");
  }

  /** Returns the most that was alive so far. */
  long most() {
    return most.get();
  }

  @Override
  public void close() throws ListenerNotFoundException {
    collections.cancel(false);
    collector.shutdown();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).removeNotificationListener(listener);
    }
  }
}
