import HTTPAPI
import Hummingbird
import Logging
import ServiceLifecycle

extension Settings {
    /// What a worker on a machine of its own answers to Prometheus, and to whoever asks whether it lives.
    func makeWorkerMetrics(_ registry: MetricRegistry, logger: Logger) -> some Service {
        let router = Router()
        router.get("healthz") { _, _ in "ok\n" }
        router.get("metrics") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.exposition()))
            )
        }
        return Application(
            router: router,
            configuration: .init(address: .hostname(host, port: workerMetricsPort)),
            logger: logger.atLeast(.notice)
        )
    }
}
