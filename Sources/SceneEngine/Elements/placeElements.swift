import GenerationTypes

/// Puts the request's elements into a scene, before any effect is drawn: what falls on the scene falls on them.
///
/// 1. ``ElementCutout``: the subject of each frontal image, with soft edges.
/// 2. ``ElementPlacement``: where it stands and how large it is.
/// 3. ``ElementHarmony`` and ``ElementShadow``: its light, from the scene.
/// 4. ``SceneAnalysis/add(_:number:at:parallelism:)``: the photograph and its masks with it.
///
/// - Returns: Sentences for the result's warnings.
func placeElements(
    _ elements: [GenerationInput.Element],
    mentions: [ElementMention],
    in scene: inout SceneAnalysis,
    parallelism: Parallelism
) -> [String] {
    var warnings: [String] = []
    for number in unique(mentions.map(\.number)) where number > elements.count {
        warnings.append("(element\(number)) is mentioned, but \(elements.count) came.")
    }
    var map = SurfaceMap(scene, parallelism: parallelism)
    var additions: [(cutout: ElementCutout, number: Int, spot: ElementSpot)] = []
    for (index, element) in elements.enumerated() {
        let number = index + 1
        let mention = mentions.first { $0.number == number && !$0.places.isEmpty }
        let cutout = ElementCutout(element, parallelism: parallelism)
        let placement = ElementPlacement(
            of: cutout,
            places: mention?.places ?? [],
            isOn: mention?.isOnTop ?? false,
            on: map,
            pictureAspect: Float(scene.width) / Float(scene.height)
        )
        warnings += placement.warnings(number: number, cutout: cutout, mention: mention)
        map.take(placement.spot.box)
        additions.append((cutout, number, placement.spot))
    }
    // Far ones first: nearer ones stand before them.
    for addition in additions.sorted(by: { $0.spot.groundRow < $1.spot.groundRow }) {
        scene.add(addition.cutout, number: addition.number, at: addition.spot, parallelism: parallelism)
    }
    return warnings
}

extension ElementPlacement {
    fileprivate func warnings(number: Int, cutout: ElementCutout, mention: ElementMention?) -> [String] {
        var warnings: [String] = []
        if cutout.confidence < SubjectSegmentation.leastConfidence {
            warnings.append(
                "No subject could be told from the background of element \(number): an oval of it was used."
            )
        } else if cutout.confidence < ElementCutout.leastConfidence {
            warnings.append(
                "The outline of element \(number) is uncertain: its subject looks much like its background."
            )
        }
        if !missing.isEmpty {
            let wanted = missing.map(\.description).joined(separator: ", ")
            warnings.append("No \(wanted) was found to put element \(number) at, so it stands where there is room.")
        } else if cutout.isCutOffBelow, mention?.places.contains(where: { !$0.isPartOfFrame }) ?? false {
            warnings.append(
                "Element \(number) is cut off at the bottom of its image, so it stands at the lower edge of the picture."
            )
        }
        if quality < 0.3 {
            warnings.append(
                "There was hardly room for element \(number); it may hide something or stand on nothing firm."
            )
        }
        return warnings
    }
}

extension ElementMention {
    /// "on the bridge" rather than before it.
    fileprivate var isOnTop: Bool {
        let words = phrase.lowercased()
        return Self.onWords.contains { words.contains($0) }
    }

    private static let onWords = ["on ", "onto ", "atop ", "auf ", "sur ", "sobre ", "encima", "上"]
}
