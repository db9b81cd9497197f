/// What an engine works from: the request's words and numbers, and its images decoded.
public struct GenerationInput: Sendable {
    /// One of the request's elements, decoded; layouts may be `.rgba` where the file had transparency.
    public struct Element: Sendable {
        public let frontal: Bitmap
        public let references: [Bitmap]

        public init(frontal: Bitmap, references: [Bitmap]) {
            self.frontal = frontal
            self.references = references
        }
    }

    public let prompt: Prompt
    /// Upright, in its own size and shape, `.rgb`.
    public let image: Bitmap
    public let elements: [Element]
    /// The size that the result must have.
    public let outputSize: PixelSize
    public let seed: UInt32

    public init(prompt: Prompt, image: Bitmap, elements: [Element] = [], outputSize: PixelSize, seed: UInt32) {
        self.prompt = prompt
        self.image = image
        self.elements = elements
        self.outputSize = outputSize
        self.seed = seed
    }
}

/// How far an engine is: `step` of `steps` begins now.
public struct GenerationProgress: Sendable, Codable, Hashable {
    public let step: Int
    public let steps: Int
    /// What the step does, for people: "reading the scene".
    public let label: String

    public init(step: Int, steps: Int, label: String) {
        self.step = step
        self.steps = steps
        self.label = label
    }
}

/// The engine's line to whoever waits: reports and previews go up, the wish to stop comes down. Called from the engine's
/// threads.
public struct GenerationMonitor: Sendable {
    /// The longer side of a preview, in pixels.
    public static let previewSide = 320

    public let report: @Sendable (GenerationProgress) -> Void
    public let isCancelled: @Sendable () -> Bool
    private let takePreview: @Sendable (() throws -> Bitmap) -> Void

    /// `takePreview` calls its argument when it wants a preview now, and not at all when one came a moment ago or nobody
    /// looks.
    public init(
        report: @escaping @Sendable (GenerationProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false },
        takePreview: @escaping @Sendable (() throws -> Bitmap) -> Void = { _ in }
    ) {
        self.report = report
        self.isCancelled = isCancelled
        self.takePreview = takePreview
    }

    /// The same, which also tells `observer` of every report.
    public func telling(_ observer: @escaping @Sendable (GenerationProgress) -> Void) -> GenerationMonitor {
        GenerationMonitor(
            report: { [report] progress in
                observer(progress)
                report(progress)
            },
            isCancelled: isCancelled,
            takePreview: takePreview
        )
    }

    /// Shows how far the picture is. Engines offer this after every step that changed it; `make` is called only when a
    /// preview is wanted, and returns the picture as it is now: `.rgb`, its longer side ``previewSide``.
    public func offerPreview(_ make: () throws -> Bitmap) { takePreview(make) }

    /// Throws ``GenerationFailure`` with code `cancelled` once a stop was asked for.
    public func checkCancellation() throws {
        if isCancelled() { throw GenerationFailure(.cancelled, "the request was cancelled") }
    }
}

/// What an engine made.
public struct GeneratedImage: Sendable {
    /// Exactly `outputSize`, `.rgb`.
    public let bitmap: Bitmap
    /// What the prompt asked for and the engine could not do, one sentence each.
    public let warnings: [String]

    public init(bitmap: Bitmap, warnings: [String]) {
        self.bitmap = bitmap
        self.warnings = warnings
    }
}

/// Turns a request with decoded images into one image. Every engine conforms to this, and nothing above the engines
/// knows more.
public protocol ImageGenerator: Sendable {
    /// What answers and logs call this engine: `scene`.
    var name: String { get }

    /// Makes the image: seconds of arithmetic on the calling thread, which must not belong to the cooperative pool.
    ///
    /// - Throws: ``GenerationFailure``; its message is shown to the client.
    func generate(_ input: GenerationInput, monitor: GenerationMonitor) throws -> GeneratedImage
}
