"""Makes sentences.csv: the test split of the labelled sentences.

python3 make_data.py all_sentences.csv
"""

import csv
import sys

with open(sys.argv[1], newline="") as source, open("sentences.csv", "w", newline="") as target:
    out = csv.writer(target, lineterminator="\n")
    out.writerow(["id", "source", "sentiment", "text"])
    for row in csv.DictReader(source):
        if row["split"] == "test":
            sentiment = "positive" if row["positive"] == "1" else "negative"
            out.writerow([row["id"], row["source"], sentiment, row["text"]])
