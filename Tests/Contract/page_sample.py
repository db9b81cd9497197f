# What the endpoint's page shows, step for step. ORIGIN, KEY and IMAGE are filled in by the test.
import json

import requests

url = "ORIGIN/v1/kling-3-image2image"
headers = {"x-api-key": "KEY", "Content-Type": "application/json"}
data = {
    "prompt": """PROMPT""",
    "image_url": "IMAGE",
    "resolution": "1K",
    "aspect_ratio": "16:9",
    "output_format": "png",
}

response = requests.post(url, headers=headers, json=data)

if response.status_code == 200:
    result = response.json()
    print(json.dumps(result, indent=2))
else:
    print(f"Error: {response.status_code}")
    print(response.text)
