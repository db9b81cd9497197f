"""Procrastinate's side: `schema` makes its tables, `fill COUNT` defers jobs, `drain` takes them until there are none, as one worker.

The claim is what Procrastinate's own worker does for each job (JobManager.fetch_job), without running the job.
"""

import asyncio
import json
import os
import sys
import time

import procrastinate

URL = os.environ["PEER_DATABASE"]
app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=URL, min_size=1, max_size=1))


@app.task(name="generate", queue="scene")
async def generate(prompt, image):
    pass


async def fill(count):
    job = {"prompt": "a snowy winter evening", "image": "https://photos.example/temple.jpg"}
    for start in range(0, count, 500):
        await generate.batch_defer_async(*[job] * min(500, count - start))


async def drain():
    worker = await app.job_manager.register_worker()
    await asyncio.sleep(max(0, float(os.environ["BENCHMARK_START"]) - time.time()))
    begin, taken = time.time(), []
    while (job := await app.job_manager.fetch_job(queues=["scene"], worker_id=worker)) is not None:
        taken.append(job.id)
    print(json.dumps({"count": len(taken), "begin": begin, "end": time.time()}))


async def main():
    async with app.open_async():
        if sys.argv[1] == "schema":
            await app.schema_manager.apply_schema_async()
        elif sys.argv[1] == "fill":
            await fill(int(sys.argv[2]))
        else:
            await drain()


asyncio.run(main())
