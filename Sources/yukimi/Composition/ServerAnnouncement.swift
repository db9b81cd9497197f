import Foundation
import JobStore

/// What a server says once it answers: to people on the standard output, to scripts in `server.json` of the data folder.
struct ServerAnnouncement: Sendable {
    let settings: Settings
    let store: Store

    private struct Record: Encodable {
        let url: String
        let port: Int
        let pid: Int32
    }

    private var path: String { "\(settings.dataFolder)/server.json" }

    func announce(port: Int) async {
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        let url = "http://\(host):\(port)"
        let models = settings.models.map { "\($0.slug) (engine \($0.engine.rawValue), $\($0.price))" }
        print(
            """
            Yukimi \(Version.number) answers at \(url)
              data     \(settings.dataFolder)
              models   \(models.joined(separator: ", "))
              workers  \(settings.workers == 0 ? "none here" : String(settings.workers))
            Make a key: yukimi keys create --account demo --credits 1.00 --data \(settings.dataFolder)
            """
        )
        if LocalSignIn.isLocal(host: settings.host) { await printSignInLink(url) }
        // A pipe is buffered: without this, a script that waits for these lines waits for ever.
        fflush(nil)
        let record = Record(url: url, port: port, pid: ProcessInfo.processInfo.processIdentifier)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(record) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            FileHandle.standardError.write(Data("\(path) cannot be written: \(error)\n".utf8))
        }
    }

    private func printSignInLink(_ url: String) async {
        do {
            print("Open the playground (once, within a day): \(try await LocalSignIn(store: store).link(at: url))")
        } catch {
            // The server answers all the same, and a key can be pasted.
            FileHandle.standardError.write(Data("no sign-in link can be made: \(error)\n".utf8))
        }
    }

    /// Removes the record, unless another server has written its own meanwhile.
    func withdraw() {
        struct Owner: Decodable { let pid: Int32 }
        guard let data = FileManager.default.contents(atPath: path),
            let owner = try? JSONDecoder().decode(Owner.self, from: data),
            owner.pid == ProcessInfo.processInfo.processIdentifier
        else { return }
        try? FileManager.default.removeItem(atPath: path)
    }
}
