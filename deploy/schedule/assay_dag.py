"""A nightly attribution in Airflow: submits the job and retries only what a retry can mend.

Copy it into the DAGs folder; ASSAY_HOME and SPARK_HOME are set in the worker's environment.
"""

import os
import subprocess
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException

WORTH_A_RETRY = 75  # memory, a device or an executor was lacking


@dag(
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
)
def assay_telco_churn():
    @task(retries=3, retry_delay=timedelta(minutes=10))
    def run():
        job = os.path.join(os.environ["ASSAY_HOME"], "jobs", "telco-churn", "submit.sh")
        status = subprocess.run([job], check=False).returncode
        if status == WORTH_A_RETRY:
            raise AirflowException(f"Assay ended with {status}: worth another try")
        if status != 0:
            raise AirflowFailException(f"Assay ended with {status}: see its message in the log")

    run()


assay_telco_churn()
