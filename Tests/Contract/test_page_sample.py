"""The endpoint's own sample, with only its addresses and key changed."""

import base64
import json
import pathlib
import subprocess
import sys

from client import PROMPT
from pictures import decoded, photo_bytes

SAMPLE = pathlib.Path(__file__).with_name("page_sample.py").read_text()


def run_sample(server, text=SAMPLE):
    wire = server.wire()
    upload = wire.post("/upload-asset", {"data_urls": ["data:image/jpeg;base64," + base64.b64encode(photo_bytes()).decode()]})
    values = {"ORIGIN": server.url, "KEY": server.key, "PROMPT": PROMPT, "IMAGE": upload.json()["urls"][0]}
    for name, value in values.items():
        text = text.replace(name, value)
    return subprocess.run([sys.executable, "-c", text], capture_output=True, timeout=120)


def test_sample_prints_json_where_the_operator_chose_json(start_server):
    finished = run_sample(start_server({"v1.response": "json"}))
    assert finished.returncode == 0, finished.stderr.decode()
    result = json.loads(finished.stdout)
    assert decoded(base64.b64decode(result["image"])).size == (1280, 720)
    assert result["output"].startswith("http://") and result["images"][0]["url"] == result["output"]
    assert result["seed"] and result["request_id"] and result["metrics"]["cost"] == 0.035


def test_sample_saves_the_image_by_default(server):
    saving = SAMPLE.replace(
        "    result = response.json()\n    print(json.dumps(result, indent=2))\n",
        "    import sys\n    sys.stdout.buffer.write(response.content)\n",
    )
    assert saving != SAMPLE
    finished = run_sample(server, saving)
    assert finished.returncode == 0, finished.stderr.decode()
    image = decoded(finished.stdout)
    assert image.format == "PNG" and image.size == (1280, 720)
