"""The peer: the same submit as Yukimi's, written the way a FastAPI tutorial would, kept minimal and durable.

Checks the key, validates the body, and in one SQLite transaction (WAL, synchronous=FULL, as Yukimi's) stores the job,
reserves its price and answers. It fetches nothing, signs nothing and has no rate limits, idempotency or history.
"""

import hashlib
import os
import sqlite3
import threading
import time
import uuid
from enum import Enum

from fastapi import FastAPI, Header, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

PRICE = 35_000
DATABASE = os.environ["PEER_DATABASE"]
local = threading.local()


class AspectRatio(str, Enum):
    landscape16x9, portrait9x16, square = "16:9", "9:16", "1:1"
    landscape4x3, portrait3x4, landscape3x2, portrait2x3 = "4:3", "3:4", "3:2", "2:3"


class Body(BaseModel):
    prompt: str = Field(min_length=1, max_length=2500)
    image_url: str
    aspect_ratio: AspectRatio = AspectRatio.landscape16x9
    resolution: str = Field("1K", pattern="^(1K|2K)$")
    output_format: str = Field("png", pattern="^(png|jpeg|webp)$")


def connection():
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(DATABASE, isolation_level=None, timeout=30)
        local.connection.execute("PRAGMA journal_mode=WAL")
        local.connection.execute("PRAGMA synchronous=FULL")
    return local.connection


def account(key):
    row = connection().execute("SELECT account FROM key WHERE hash=?", (hashlib.sha256(key.encode()).digest(),)).fetchone()
    if row is None:
        raise HTTPException(401, "missing or invalid API key")
    return row[0]


app = FastAPI()


@app.exception_handler(HTTPException)
def envelope(_, refused):
    return JSONResponse({"error": refused.detail}, refused.status_code)


@app.post("/v2/kling-3-image2image")
def submit(body: Body, x_api_key: str = Header("")):
    owner, request_id, db = account(x_api_key), str(uuid.uuid4()), connection()
    db.execute("BEGIN IMMEDIATE")
    try:
        (balance,) = db.execute("SELECT balance FROM account WHERE id=?", (owner,)).fetchone()
        if balance < PRICE:
            raise HTTPException(406, "not enough credits")
        db.execute("UPDATE account SET balance=balance-? WHERE id=?", (PRICE, owner))
        db.execute("INSERT INTO ledger(account,job,amount) VALUES(?,?,?)", (owner, request_id, -PRICE))
        db.execute(
            "INSERT INTO job(id,account,state,request,created) VALUES(?,?,'QUEUED',?,?)",
            (request_id, owner, body.model_dump_json(), time.time()),
        )
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    base = "http://127.0.0.1/v2/requests/" + request_id
    return {"request_id": request_id, "status": "QUEUED", "status_url": base + "/status", "response_url": base}


@app.get("/v2/requests/{request_id}/status")
def status(request_id: str, x_api_key: str = Header("")):
    row = connection().execute(
        "SELECT state FROM job WHERE id=? AND account=?", (request_id, account(x_api_key))
    ).fetchone()
    if row is None:
        raise HTTPException(404, f"Request {request_id} not found")
    return {"status": row[0], "request_id": request_id, "metrics": {}}


def create(key):
    """Makes the database with one rich account; called once by the benchmark."""
    db = connection()
    db.executescript(
        """CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0));
        CREATE TABLE key(hash BLOB PRIMARY KEY, account INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE ledger(id INTEGER PRIMARY KEY, account INTEGER, job TEXT, amount INTEGER);
        CREATE TABLE job(id TEXT PRIMARY KEY, account INTEGER, state TEXT, request TEXT, created REAL);"""
    )
    db.execute("INSERT INTO account VALUES(1, 1000000000000)")
    db.execute("INSERT INTO key VALUES(?, 1)", (hashlib.sha256(key.encode()).digest(),))
