import GenerationTypes

/// What a photograph shows, as far as effects need to know. All planes have the size of the image.
struct SceneAnalysis: Sendable {
    /// The photograph in linear light.
    var image: LinearImage
    /// The photograph in sRGB's numbers, and its grey.
    var encoded: EncodedImage
    var luma: Plane

    // MARK: What is where

    var sky: SceneMask
    /// Lakes, ponds, rivers, the sea.
    var water: SceneMask
    /// Green plants.
    var vegetation: SceneMask
    /// Brown and orange leaves, dry grass.
    var dryFoliage: SceneMask
    /// Paths, rock, soil, lawns: what one could stand on.
    var ground: SceneMask
    /// What people built.
    var structure: SceneMask
    /// People, animals and rare warm-coloured subjects: no weather or season touches them.
    var protected: SceneMask

    /// The colours behind and in front of the edges of sky and water; nil without both.
    let backdrop: Backdrop?

    // MARK: Space

    /// 0 near … 1 far; sky is 1.
    var depth: Plane
    /// The row of the horizon of the ground plane.
    let horizonRow: Float
    /// The lowest row that sky reaches; the horizon's without sky.
    let skylineLowRow: Float
    /// For each column the row where the ground ends and what stands on it begins: the axis of reflections on wet ground.
    let baseRow: [Float]

    // MARK: Light

    /// Grey of the large-scale light on the scene (edge-preserving mean of `luma`), 0.02…1.
    let illumination: Plane
    /// Where the light comes from, as shares of width and height.
    let lightDirection: LightDirection

    // MARK: Kind of picture

    /// 0 indoors or a close view … 1 outdoors for certain.
    let outdoor: Float
    /// A person fills much of the frame.
    let isPortrait: Bool
    /// 0 everything sharp … 1 a sharp subject in front of a background out of focus.
    let defocus: Float
    /// What is known about the scene that people should hear when effects had to be left out or weakened.
    let notes: [SceneNote]

    /// Where each of the request's elements was put, by its number.
    var elements: [Int: Plane] = [:]

    var width: Int { image.width }
    var height: Int { image.height }
    /// A close view of a thing, an animal or a face: no weather or sky effect suits it.
    var isCloseUp: Bool { outdoor < 0.3 || defocus > 0.6 }
}

/// Local colours at the border of the backdrop (sky and water), for removing the old backdrop's colour from edge pixels
/// and for filling it in behind objects. In sRGB's numbers.
struct Backdrop: Sendable {
    /// The sky's or water's own colour near each pixel.
    let background: EncodedImage
    /// The colour of what stands before it.
    let foreground: EncodedImage
}
