import CPixelKernels

/// A look that a grade and a curve make.
private struct Look: Sendable {
    let effect: EffectName
    var grade: (@Sendable (Float) -> pk_grade)?
    var look: (@Sendable (Float) -> pk_look)?
    /// Glow of highlights: threshold and amount per strength.
    var glow: Float = 0
}

extension pk_look {
    /// A look that changes nothing.
    fileprivate static let neutral = pk_look(
        weights: pk_color(0.2126, 0.7152, 0.0722),
        monochrome: 0,
        toning: pk_color(1, 1, 1),
        lift: 0,
        gain: 1,
        curve: 0,
        chroma: 1,
        restraint: 0,
        balance: pk_color(1, 1, 1),
        brighten: 1
    )

    fileprivate func with(_ change: (inout pk_look) -> Void) -> pk_look {
        var copy = self
        change(&copy)
        return copy
    }
}

extension pk_grade {
    fileprivate static let neutral = pk_grade(
        shadows: pk_color(1, 1, 1),
        highlights: pk_color(1, 1, 1),
        split: 0,
        contrast: 1,
        saturation: 1,
        vignette: 0
    )

    fileprivate func with(_ change: (inout pk_grade) -> Void) -> pk_grade {
        var copy = self
        change(&copy)
        return copy
    }
}

extension RenderStep {
    /// One step per look, in the order in which a photo lab would do them: tone, colour, film, black and white.
    static let looks: [RenderStep] = Look.all.map { look in
        RenderStep("giving it the \(look.effect) look", for: look.effect) { state in
            let amount = state.strength(of: look.effect)
            if let settings = look.look?(amount) { state.apply(settings) }
            if let grade = look.grade?(amount) { state.grade(grade) }
            if look.glow > 0 { state.addGlare(threshold: 0.6, amount: look.glow * amount) }
        }
    }
}

extension RenderState {
    mutating func grade(_ grade: pk_grade) {
        let (width, height) = (Int32(width), Int32(height))
        image.update(parallelism: parallelism) { image, _, rows in
            var grade = grade
            pk_grade_rows(image, width, height, &grade, Int32(rows.lowerBound), Int32(rows.upperBound))
        }
    }

    fileprivate mutating func apply(_ look: pk_look) {
        image.updateSequence(reading: [scene.protected.alpha], parallelism: parallelism) { image, p, count in
            var look = look
            pk_apply_look(image, p[0], &look, count)
        }
    }
}

extension Look {
    fileprivate static let all: [Look] = [
        Look(effect: .warm, look: { a in .neutral.with { $0.balance = pk_color(1 + 0.14 * a, 1, 1 - 0.20 * a) } }),
        Look(effect: .cool, look: { a in .neutral.with { $0.balance = pk_color(1 - 0.16 * a, 1, 1 + 0.18 * a) } }),
        Look(
            effect: .vivid,
            grade: { a in .neutral.with { $0.contrast = 1 + 0.10 * a } },
            look: { a in
                .neutral.with {
                    $0.chroma = 1 + 0.5 * a
                    $0.restraint = 1
                }
            }
        ),
        Look(effect: .muted, look: { a in .neutral.with { $0.chroma = 1 - 0.45 * a } }),
        Look(
            effect: .pastel,
            grade: { a in
                .neutral.with {
                    $0.shadows = pk_color(1.0, 0.95, 1.08)
                    $0.highlights = pk_color(1.03, 1.0, 0.98)
                    $0.split = 0.6 * a
                }
            },
            look: { a in
                .neutral.with {
                    $0.gain = 1 - 0.20 * a
                    $0.lift = 0.19 * a
                    $0.chroma = 1 - 0.18 * a
                }
            },
            glow: 0.2
        ),
        Look(
            effect: .dark,
            grade: { a in
                .neutral.with {
                    $0.contrast = 1 + 0.12 * a
                    $0.vignette = 0.35 * a
                }
            },
            look: { a in
                .neutral.with {
                    $0.brighten = 1 - 0.45 * a
                    $0.gain = 1 - 0.10 * a
                }
            }
        ),
        Look(effect: .bright, look: { a in .neutral.with { $0.brighten = 1 + 0.55 * a } }),
        Look(effect: .contrast, look: { a in .neutral.with { $0.curve = 0.7 * a } }),
        Look(effect: .softLight, look: { a in .neutral.with { $0.curve = -0.18 * a } }, glow: 0.25),
        Look(
            effect: .cinematic,
            grade: { a in
                pk_grade(
                    shadows: pk_color(0.78, 1.0, 1.16),
                    highlights: pk_color(1.10, 1.0, 0.86),
                    split: 0.55 * a,
                    contrast: 1 + 0.14 * a,
                    saturation: 1 - 0.06 * a,
                    vignette: 0.30 * a
                )
            }
        ),
        Look(
            effect: .film,
            grade: { a in
                pk_grade(
                    shadows: pk_color(0.92, 1.02, 1.06),
                    highlights: pk_color(1.06, 1.0, 0.90),
                    split: 0.6 * a,
                    contrast: 1 + 0.06 * a,
                    saturation: 1 - 0.04 * a,
                    vignette: 0.22 * a
                )
            },
            look: { a in
                .neutral.with {
                    $0.lift = 0.025 * a
                    $0.gain = 1 - 0.05 * a
                    $0.curve = 0.12 * a
                }
            },
            glow: 0.12
        ),
        Look(
            effect: .vintage,
            grade: { a in
                pk_grade(
                    shadows: pk_color(0.86, 1.0, 1.10),
                    highlights: pk_color(1.22, 1.03, 0.66),
                    split: 1.0 * a,
                    contrast: 1,
                    saturation: 1 - 0.30 * a,
                    vignette: 0.38 * a
                )
            },
            look: { a in
                .neutral.with {
                    $0.lift = 0.055 * a
                    $0.gain = 1 - 0.115 * a
                    $0.curve = 0.06 * a
                }
            },
            glow: 0.22
        ),
        Look(
            effect: .sepia,
            grade: { _ in .neutral.with { $0.vignette = 0.45 } },
            look: { a in
                .neutral.with {
                    $0.monochrome = min(1, a * 1.1)
                    $0.toning = pk_color(0.86, 1.02, 1.32)
                    $0.lift = 0.05
                    $0.gain = 0.90
                }
            }
        ),
        Look(
            effect: .blackAndWhite,
            look: { a in
                .neutral.with {
                    $0.weights = pk_color(0.30, 0.59, 0.11)
                    $0.monochrome = min(1, a * 1.4)
                    $0.curve = 0.15
                }
            }
        ),
        Look(
            effect: .noir,
            grade: { a in .neutral.with { $0.vignette = 0.5 * a } },
            look: { a in
                .neutral.with {
                    $0.weights = pk_color(0.2658, 0.7152, 0.0397)
                    $0.monochrome = min(1, a * 1.4)
                    $0.curve = 0.75 * a
                    $0.gain = 1.03
                    $0.lift = -0.02
                }
            }
        ),
    ]
}
