-- wrk script: POSTs BODY with KEY; prints one line of JSON at the end.
wrk.method = os.getenv("METHOD") or "GET"
wrk.headers["x-api-key"] = os.getenv("KEY")
if os.getenv("BODY") then
    wrk.headers["Content-Type"] = "application/json"
    wrk.body = os.getenv("BODY")
end

done = function(summary, latency, requests)
    local faults = summary.errors
    io.write(string.format(
        '\nRESULT {"requests": %d, "seconds": %.4f, "p50_ms": %.3f, "p99_ms": %.3f, "status_errors": %d, "socket_errors": %d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        faults.status, faults.connect + faults.read + faults.write + faults.timeout))
end
