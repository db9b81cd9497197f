import Foundation
public import Logging

/// The models on this machine: one folder each, in one folder.
///
/// ```
/// <folder>/dreamlite-mobile/…                 an installed model, complete and checked
/// <folder>/dreamlite-mobile/yukimi-model.json where it came from; missing in a folder that was copied by hand
/// <folder>/.pull/dreamlite-mobile/<commit>/…  a download that is not finished, from which a later pull goes on
/// <folder>/.pull/dreamlite-mobile.replaced/…  the old model for the moment in which a new one takes its place
/// <folder>/.pull/dreamlite-mobile.lock        held while a process pulls it
/// ```
public struct ModelLibrary: Sendable {
    public let folder: String
    let hub: HubSettings
    let logger: Logger
    var disk = DiskAccess.real

    /// The folder is made when a model is pulled. The hub is asked by `pull` alone.
    public init(folder: String, hub: HubSettings, logger: Logger = Logger(label: "model-library")) {
        (self.folder, self.hub, self.logger) = (folder, hub, logger)
    }

    /// All models, by name. A folder whose manifest is damaged is one without a manifest.
    ///
    /// - Throws: `ModelLibraryError` when the folder cannot be read. A missing folder has no models.
    public func list() throws -> [InstalledModel] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try storage { try FileManager.default.contentsOfDirectory(atPath: folder) }
            .compactMap { try? ModelName($0) }
            .filter { isFolder(path(of: $0)) }
            .sorted { $0.text < $1.text }
            .map { InstalledModel(name: $0, folder: path(of: $0), manifest: nil, size: 0) }
            .map { described($0, manifest: try? ModelManifest.read(folder: $0.folder)) }
    }

    /// One model.
    ///
    /// - Throws: `ModelLibraryError` when there is none of that name, or its manifest is damaged.
    public func model(named name: String) throws -> InstalledModel {
        let name = try ModelName(name)
        let path = path(of: name)
        guard isFolder(path) else {
            throw ModelLibraryError(.notInstalled, name.text, "there is no model of this name in \(folder)")
        }
        let model = InstalledModel(name: name, folder: path, manifest: nil, size: 0)
        return described(model, manifest: try ModelManifest.read(folder: path))
    }

    /// Removes a model and what is left of its downloads.
    ///
    /// - Throws: `ModelLibraryError` when there is neither, or it cannot be removed.
    public func remove(_ name: String) throws {
        let name = try ModelName(name)
        let paths = [path(of: name), staging(of: name)].filter { FileManager.default.fileExists(atPath: $0) }
        guard !paths.isEmpty else {
            throw ModelLibraryError(.notInstalled, name.text, "there is no model of this name in \(folder)")
        }
        let lock = try PullLock(path: staging(of: name) + ".lock", model: name.text)
        defer { lock.release() }
        for path in paths { try storage { try FileManager.default.removeItem(atPath: path) } }
    }

    func path(of name: ModelName) -> String { folder + "/" + name.text }

    /// Where unfinished downloads of a model are.
    func staging(of name: ModelName) -> String { folder + "/.pull/" + name.text }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func described(_ model: InstalledModel, manifest: ModelManifest?) -> InstalledModel {
        let size = manifest?.files.reduce(0) { $0 + $1.size } ?? Self.size(ofFolder: model.folder)
        return InstalledModel(name: model.name, folder: model.folder, manifest: manifest, size: size)
    }

    private static func size(ofFolder folder: String) -> Int64 {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.reduce(0) { sum, path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + path)
            let isFile = attributes?[.type] as? FileAttributeType == .typeRegular
            return sum + (isFile ? attributes?[.size] as? Int64 ?? 0 : 0)
        }
    }

    /// Does something with files here.
    ///
    /// - Throws: `ModelLibraryError` for what Foundation throws.
    func storage<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as CocoaError {
            let code: ModelLibraryError.Code = error.code == .fileWriteOutOfSpace ? .diskFull : .storageFailed
            throw ModelLibraryError(code, error.filePath ?? folder, error.localizedDescription)
        }
    }
}
