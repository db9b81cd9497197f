/// How wishes get on with each other. The order matters: what follows from a wish comes before what excludes it.
///
/// | rule | example |
/// |---|---|
/// | photographic words exclude art media | "photorealistic watercolour" stays a photograph |
/// | an effect brings others along | winter brings snow, rain wet ground, lightning a storm |
/// | of two rivals the later counts | "bright … dark" |
/// | one season | "summer … winter": the stronger |
/// | an effect excludes others | snow excludes the greening of spring, a storm a clear sky |
/// | what needs a dark sky gets one | aurora alone: at night; by day: at twilight, with a note |
/// | one time of day, one medium | |
/// | what is to stay, stays | "keep the sky": no aurora |
extension Wishes {
    mutating func settle(_ reading: PromptReading) {
        if reading.isPhotographic { dropMedia() }
        addImplied()
        settleRivals()
        keepStrongest(of: .season, members: [.winter, .spring, .summer, .autumn], latestWins: false)
        dropExcluded()
        keepDark(reading)
        keepStrongest(of: .time, members: names(of: .time), latestWins: true)
        keepStrongest(of: .medium, members: names(of: .medium), latestWins: false)
        keepPreserved(reading.preserved)
        for (effect, places) in excludedPlaces {
            setExcludedPlaces(unique((self[effect]?.excludedPlaces ?? []) + places), of: effect)
        }
        confine()
        if self[.winter]?.places.isEmpty ?? false { spread(.snow) }
        addOpposites()
    }

    private mutating func dropMedia() {
        for medium in names(of: .medium) {
            drop(medium, because: "\(medium.words) was left out: the result is to look like a photograph")
        }
    }

    private mutating func addImplied() {
        // Each effect is visited once, so the list ends even if two imply each other.
        var pending = names
        var visited: Set<EffectName> = []
        while let name = pending.popLast() {
            guard visited.insert(name).inserted, let entry = lexicon.entry(name) else { continue }
            for implication in entry.implications where self[implication.effect] == nil {
                imply(implication.effect, strength: strength(name) * implication.share, like: self[name])
                if self[implication.effect] != nil { pending.append(implication.effect) }
            }
        }
    }

    private mutating func settleRivals() {
        for name in names {
            guard let rival = lexicon.entry(name)?.rival, self[name] != nil, self[rival] != nil else { continue }
            let loser = position(name) < position(rival) ? name : rival
            drop(loser, because: "\(loser.words) was left out: the prompt also asks for the contrary")
        }
    }

    private mutating func keepStrongest(of group: EffectGroup, members: [EffectName], latestWins: Bool) {
        let present = members.filter { self[$0] != nil }
        guard present.count > 1 else { return }
        let winner = present.dropFirst().reduce(present[0]) { best, other in
            if self[best]?.isExplicit != self[other]?.isExplicit {
                return self[best]?.isExplicit == true ? best : other
            }
            if strength(best) != strength(other) { return strength(best) > strength(other) ? best : other }
            return (position(other) > position(best)) == latestWins ? other : best
        }
        for loser in present where loser != winner {
            drop(loser, because: "\(loser.words) was left out: a picture has one \(group.words), here \(winner.words)")
        }
    }

    private mutating func dropExcluded() {
        for name in names {
            guard self[name] != nil, let excluded = lexicon.entry(name)?.excluded else { continue }
            for loser in excluded where self[loser] != nil {
                drop(loser, because: "\(loser.words) was left out: it does not go with \(name.words)")
            }
        }
    }

    private mutating func keepDark(_ reading: PromptReading) {
        let needy = names.filter { lexicon.entry($0)?.needsDarkSky ?? false }
        guard let first = needy.first, !reading.preserved.contains(.sky) else { return }
        let times = names(of: .time)
        if times.isEmpty {
            imply(suppressed.contains(.night) ? .twilight : .night, strength: 0.8)
        } else if times.allSatisfy({ $0 == .day || $0 == .goldenHour }),
            needy.contains(where: { lexicon.group($0) == .sky }), !suppressed.contains(.twilight)
        {
            times.forEach { drop($0) }
            drop(.clearSky)
            imply(.twilight, strength: 0.9)
            note(
                "\(first.words) needs a dark sky: twilight instead of \(times.map(\.words).joined(separator: " and "))"
            )
        }
    }

    private mutating func keepPreserved(_ preserved: [Place]) {
        guard preserved.contains(.sky) else { return }
        for name in names where lexicon.group(name) == .sky || name == .overcast || name == .clearSky {
            drop(name, because: "\(name.words) was left out: the sky is to stay as it is")
        }
    }

    /// A prompt that only says what it does not want, wants the contrary: "no clouds".
    private mutating func addOpposites() {
        guard names.isEmpty else { return }
        for effect in suppressed.sorted(by: { $0.rawValue < $1.rawValue }) {
            if let opposite = lexicon.entry(effect)?.opposite {
                imply(opposite, strength: lexicon.entry(opposite)?.strength ?? 0)
            }
        }
    }
}

extension EffectName {
    /// For sentences: `golden hour`.
    var words: String { String(rawValue.map { $0 == "-" ? " " : $0 }) }
}

extension EffectGroup {
    fileprivate var words: String { self == .time ? "time of day" : rawValue }
}
