import Foundation

/// The weights of one network on disk: tensors by their names, from one file or several.
public struct Checkpoint: Sendable {
    /// The file or folder it was opened with.
    public let path: String
    /// The files in order of their names.
    public let files: [SafetensorsFile]
    private let places: [String: Place]

    private struct Place {
        let file: Int
        let tensor: StoredTensor
    }

    /// Opens weights at `path`: a safetensors file, or a folder in which they have one of the usual names
    /// (`Checkpoint.Layout`).
    ///
    /// Throws `TensorError`: `unreadable` when there are none, `malformed` when a file breaks the rules of
    /// `SafetensorsHeader` or `CheckpointIndex`.
    public init(_ path: String) throws(TensorError) {
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw TensorError(.unreadable, "no such file or folder", file: path)
        }
        guard isFolder.boolValue else {
            try self.init(path, files: [SafetensorsFile(path)], index: nil)
            return
        }
        for stem in ["model", "diffusion_pytorch_model"] {
            let file = path + "/\(stem).safetensors"
            if FileManager.default.fileExists(atPath: file) {
                try self.init(path, files: [SafetensorsFile(file)], index: nil)
                return
            }
            if FileManager.default.fileExists(atPath: file + ".index.json") {
                let index = try CheckpointIndex(file + ".index.json")
                var files: [SafetensorsFile] = []
                for name in index.files { files.append(try SafetensorsFile(path + "/" + name)) }
                try self.init(path, files: files, index: index)
                return
            }
        }
        throw TensorError(
            .unreadable,
            "neither model.safetensors nor diffusion_pytorch_model.safetensors, nor the index of one, is in the folder",
            file: path
        )
    }

    private init(_ path: String, files: [SafetensorsFile], index: CheckpointIndex?) throws(TensorError) {
        var places: [String: Place] = [:]
        for (number, file) in files.enumerated() {
            for tensor in file.header.tensors {
                if let other = places.updateValue(Place(file: number, tensor: tensor), forKey: tensor.name) {
                    let place = files[other.file].path
                    throw TensorError(.malformed, "also in \(place)", tensor: tensor.name, file: file.path)
                }
            }
        }
        if let index {
            try index.check { name in places[name].map { index.files[$0.file] } }
        }
        self.path = path
        self.files = files
        self.places = places
    }

    /// The size of all files together.
    public var byteCount: Int { files.reduce(0) { $0 + $1.file.bytes.count } }

    /// The folder that the files are in.
    var folder: String {
        let folder = (files[0].path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// What the names of the files begin with: `model` of `model-00001-of-00002.safetensors`.
    var stem: String {
        let name = ((files[0].path as NSString).lastPathComponent as NSString).deletingPathExtension
        return name.split(separator: "-00001-of-").first.map(String.init) ?? name
    }

    /// The names of all tensors, in no order.
    public var names: some Collection<String> { places.keys }

    /// What the file says of a tensor; nil when there is none of this name.
    public func tensor(_ name: String) -> StoredTensor? { places[name]?.tensor }

    /// The file that a tensor is in.
    package func file(of name: String) -> SafetensorsFile? { places[name].map { files[$0.file] } }
}
