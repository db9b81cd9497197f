import DiffusionEngine
import Foundation
import GenerationTypes
import HTTPAPI
import ImageCodecs
import JobStore
import ObjectStorage

/// What the service is made of: its data, its codecs, its engines.
struct ServiceChecks {
    let settings: Settings

    func run() async -> [Finding] {
        [await store()] + (await bucket()) + [codecs()] + engines() + [exposure()]
    }

    private func store() async -> Finding {
        let name = "data"
        guard settings.hasStore else {
            return .doubtful(
                name,
                "there is nothing in \(settings.dataFolder) yet",
                advice: "make a key to begin: yukimi keys create --account NAME --credits 1.00"
            )
        }
        do {
            let store = try settings.openStore()
            let check = try await store.check()
            guard check.isClean else {
                return .bad(name, "\(check.violations.count) rules are broken", advice: "see: yukimi store check")
            }
            guard try await !store.accounts.list().isEmpty else {
                return .doubtful(
                    name,
                    "there is no account, so nobody can ask for anything",
                    advice: "yukimi keys create --account NAME --credits 1.00"
                )
            }
            return .good(name, "\(place): credits, jobs and files agree")
        } catch {
            let advice =
                settings.database == .dataFolder
                ? "see that the folder is this user's, and no other program's"
                : "see that the server of store.url answers, and that its role may use the database"
            return .bad(name, "\(place): \(error)", advice: advice)
        }
    }

    /// Whether something can be stored in the bucket, read, and deleted.
    private func bucket() async -> [Finding] {
        let name = "artifacts"
        do {
            guard case .s3(let bucket) = try settings.artifactLocation() else { return [] }
            let objects = try S3Objects(bucket)
            try await objects.check(writing: true)
            return [.good(name, "\(objects.place): something was stored, read and deleted")]
        } catch {
            return [.bad(name, "\(error)", advice: "see store.artifacts and the settings that begin with s3")]
        }
    }

    /// Where the data is: never a password, which a URL may hold.
    private var place: String {
        guard case .postgres(let url) = settings.database else { return settings.dataFolder }
        guard var parts = URLComponents(string: url) else {
            return "a PostgreSQL server, with files in \(settings.dataFolder)"
        }
        (parts.user, parts.password, parts.query) = (nil, nil, nil)
        return "\(parts.string ?? "a PostgreSQL server"), with files in \(settings.dataFolder)"
    }

    /// Every format that results can have, there and back.
    private func codecs() -> Finding {
        let name = "images"
        do {
            let codec = try settings.makeCodec()
            let size = PixelSize(width: 64, height: 64)
            let grey = Bitmap(size: size, layout: .rgb, bytes: [UInt8](repeating: 128, count: size.pixelCount * 3))
            let metadata = OutputMetadata(
                software: Version.software,
                engine: "doctor",
                seed: 0,
                prompt: "",
                digitalSource: .compositeSynthetic
            )
            for format in OutputFormat.allCases {
                let decoded = try codec.decode(try codec.encode(grey, as: format, metadata: metadata))
                guard decoded.size == size else {
                    return .bad(name, "\(format.rawValue) came back as \(decoded.size)", advice: Self.reinstall)
                }
            }
            return .good(name, "\(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")) are read and written")
        } catch {
            return .bad(name, "\(error)", advice: Self.reinstall)
        }
    }

    private static let reinstall = "install libvips with its codecs again (Debian: libvips42)"

    private func engines() -> [Finding] {
        settings.models.map { model in
            let name = "model \(model.slug)"
            let message = "engine \(model.engine.rawValue), $\(model.price) an image"
            guard model.engine == .diffusion else { return .good(name, message) }
            let folder = model.weightsFolder(data: settings.dataFolder)
            do {
                try ModelFolder(folder).check()
                return .good(name, "\(message), weights in \(folder.path)")
            } catch {
                return .bad(
                    name,
                    "\(message): \(error)",
                    advice: "put the model into \(folder.path), or name its folder in model.\(model.slug).weights"
                )
            }
        }
    }

    /// Whoever listens to everybody should stand behind something that speaks TLS.
    private func exposure() -> Finding {
        let name = "network"
        let place = "listens on \(settings.host), port \(settings.port)"
        let isLocal = ["127.0.0.1", "::1", "localhost"].contains(settings.host)
        if isLocal || settings.api.publicOrigin?.description.hasPrefix("https://") == true {
            return .good(name, place)
        }
        return .doubtful(
            name,
            "\(place): keys travel unencrypted",
            advice: "put a proxy that speaks TLS in front, and set http.public-url and http.trusted-proxies"
        )
    }
}
