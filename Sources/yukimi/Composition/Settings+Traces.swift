import Logging
import ServiceLifecycle
import Traces

extension Settings {
    /// Nil when nothing is traced.
    func makeTracer() -> Tracer? { traceEndpoint.map { _ in Tracer(share: Double(tracePercent) / 100) } }

    /// Sends what a tracer keeps; none without one.
    func traceServices(
        _ tracer: Tracer?,
        service: String,
        logger: Logger
    ) -> [ServiceGroupConfiguration.ServiceConfiguration] {
        guard let tracer, let traceEndpoint else { return [] }
        let exporter = TraceExporter(
            tracer: tracer,
            endpoint: traceEndpoint,
            service: service,
            version: Version.number,
            logger: logger
        )
        return [.init(service: exporter)]
    }
}
