import ArgumentParser
import JobStore
import ObjectStorage

struct StoreCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy the data folder's database to a PostgreSQL server, or its images to a bucket, and compare.",
        discussion: """
            Stop servers and workers first. The server's database must be empty; what a bucket has already is passed over.
            When it says that everything agrees, set store.url or store.artifacts and start again; the old files are not
            touched.

            Examples:

              yukimi store copy postgres://yukimi@db.example.com/yukimi
              yukimi store copy s3://images/yukimi --set s3.endpoint=https://minio.example.com:9000
            """
    )

    @Argument(help: "The server's URL, or the bucket's.")
    var target: String

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await Settings.load(settings)
        if let location = S3Location(url: target) { return try await copyArtifacts(settings, to: location) }
        guard let location = DatabaseLocation(url: target) else {
            throw CommandError("'\(target)' should be \(DatabaseLocation.kind), or \(S3Location.kind)")
        }
        let copy = try await StoreCopy.copy(
            folder: settings.dataFolder,
            to: location,
            artifacts: try settings.artifactLocation()
        )
        try output.print(copy.tables.map(CopiedRow.init), header: ["TABLE", "ROWS"], empty: "") { row in
            [row.table, String(row.rows)]
        }
        guard copy.check.isClean else {
            let broken = copy.check.violations.map(\.description).joined(separator: "; ")
            throw CommandError("the copy is complete, and breaks rules: \(broken)")
        }
        if !output.json { print("Everything agrees.") }
    }

    private func copyArtifacts(_ settings: Settings, to location: S3Location) async throws {
        let copies = try await ArtifactCopy.copy(
            folder: settings.dataFolder,
            to: .s3(try settings.bucket(location))
        )
        let rows = copies.map(CopiedArtifacts.init)
        try output.print(rows, header: ["IMAGES", "COUNT", "BYTES", "THERE ALREADY"], empty: "") { row in
            [row.kind, String(row.count), String(row.bytes), String(row.passedOver)]
        }
        if !output.json { print("Everything agrees.") }
    }
}

private struct CopiedArtifacts: Encodable {
    let kind: String
    let count: Int
    let bytes: Int
    let passedOver: Int

    init(_ copy: ArtifactCopy) {
        kind = copy.kind.rawValue
        count = copy.count
        bytes = copy.byteCount
        passedOver = copy.passedOver
    }
}

private struct CopiedRow: Encodable {
    let table: String
    let rows: Int

    init(_ table: (name: String, rows: Int)) {
        self.table = table.name
        rows = table.rows
    }
}
