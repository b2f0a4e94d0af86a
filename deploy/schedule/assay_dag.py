"""A nightly attribution in Airflow: submits the job and retries only what a retry can mend.

Copy it into the DAGs folder; ASSAY_HOME and SPARK_HOME are set in the worker's environment.
"""

import os
import subprocess
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException

# 75: memory, a device or an executor was lacking; the others are kills, not the job's fault.
WORTH_A_RETRY = (75, 137, 143, -9, -15)
NOTHING_TO_FINISH = 64  # of --resume: the run is not there; else the job is wrong


def submit(*name):
    job = os.path.join(os.environ["ASSAY_HOME"], "jobs", "telco-churn", "submit.sh")
    return subprocess.run([job, "--", *name], check=False).returncode


@dag(
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
)
def assay_telco_churn():
    @task(retries=3, retry_delay=timedelta(minutes=10))
    def run(ts_nodash=None):
        # All attempts of a night bear one name: the first starts the run, the next finish it.
        name = f"telco-churn-{ts_nodash}"
        status = submit("--resume", name)
        if status == NOTHING_TO_FINISH:
            status = submit("--run-id", name)
        if status in WORTH_A_RETRY:
            raise AirflowException(f"Assay ended with {status}: worth another try")
        if status != 0:
            raise AirflowFailException(f"Assay ended with {status}: see its message in the log")

    run()


assay_telco_churn()
