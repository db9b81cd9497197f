import GenerationTypes
import Hummingbird
import JobStore

/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /v1/get-user-credits | what the account has left |
struct AccountRoutes: Sendable {
    let access: Access
    let credits: CreditLedger

    func addRoutes(to router: Router<APIContext>) {
        router.get("v1/get-user-credits", use: userCredits)
    }

    @Sendable private func userCredits(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .read, .generate, .admin)
        let balance = try await credits.balance(of: caller.account)
        return Response(json: ["credits": .number(balance.available.description), "free-credits": .number("0.0")])
    }
}
