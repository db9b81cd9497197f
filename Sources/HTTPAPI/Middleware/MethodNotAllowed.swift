import HTTPTypes
import Hummingbird

extension Router where Context == APIContext {
    /// Answers verbs that a path does not have with 405 and the verbs that it has, instead of the 404 of an unknown path.
    /// Must come after all routes.
    func addMethodNotAllowedRoutes() {
        let query = HTTPRequest.Method("QUERY").map { [$0] } ?? []
        let others = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect] + query
        for (path, routes) in Dictionary(grouping: routes, by: \.path.description) {
            let methods = routes.map(\.method)
            let allowed = (methods + (methods.contains(.get) ? [.head] : [])).sorted { $0.rawValue < $1.rawValue }
            for method in others where !allowed.contains(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in
                    throw APIError.methodNotAllowed(method, allowed: allowed)
                }
            }
        }
    }
}
