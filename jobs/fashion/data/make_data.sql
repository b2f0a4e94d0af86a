-- duckdb < make_data.sql, after make_data.py
COPY (SELECT id, label, from_base64(image) AS image FROM read_json('fashion.jsonl', columns = {id: 'INTEGER', label: 'VARCHAR', image: 'VARCHAR'}) ORDER BY id)
TO 'fashion.parquet' (FORMAT parquet, COMPRESSION zstd);
