extension Lexicon {
    /// Materials, lights and particles. ``Lexicon`` explains the notation.
    static let materials = """
        effect ice material 0.85 hints water
        en ice, icy, iced, frozen, freeze, freezing, crystalline, crystalline ice, glacial, icicle~, ice patterns, ice crystal~, frozen over
        zh 冰, 结冰, 冰冻, 冰封, 结冰的, 冰面, 冰晶, 冻结
        ja 氷, 凍った, 凍る, 凍りついた, 氷結, 凍らせ, アイス, 凍結, つらら
        es hielo, congelado~, helado~, gélido~
        de eis, gefroren~, zugefroren~, vereist~, eisig~, eiszapfen
        fr glace, gelé~, glacé~, verglacé~

        effect frost material 0.7
        en frost, frosty, frosted, frosts, hoarfrost, hoar frost, rime, frostbitten
        zh 霜, 冰霜, 结霜, 白霜, 雾凇
        ja 霜, 樹氷, 霜が降りた, 霧氷
        es escarcha, escarchado~, helada
        de frost, frostig~, raureif, reif bedeckt
        fr givre, givré~

        effect wet material 0.7
        en wet, puddle~, slick, rain soaked, rainsoaked, soaked, wet street~, wet ground, wet asphalt, wet pavement, reflections, reflection
        en wet reflections, after the rain, after rain, after a rain, after the storm, after a storm, after a rainstorm, glistening streets
        en just rained, had rained, has rained, it rained, rained earlier, rain has stopped, rain just stopped
        zh 潮湿, 湿润, 积水, 湿漉漉, 水坑, 倒影, 雨后
        ja 濡れた, 水たまり, 湿った, 濡れ, 雨上がり
        es mojado~, húmedo~, charco, charcos, después de la lluvia
        de !nass, nasse, nassen, !nasser, nasses, pfütze~, pfützen, nach dem regen
        fr mouillé~, humide, humides, flaque, flaques, après la pluie

        words -snow
        en snowless, snow free
        de schneefrei~, schneelos~

        words -moon
        en moonless

        words -stars
        en starless

        words wet-rain
        en after the rain, after rain, after a rain, after a rainstorm, just rained, had rained, has rained, it rained, rained earlier
        en rain has stopped, rain just stopped
        zh 雨后
        ja 雨上がり
        es después de la lluvia
        de nach dem regen
        fr après la pluie

        effect lit-windows light 0.8
        en lit window~, glowing window~, illuminated window~, window light~, lighted window~, lights in the window~, city lights, lit up windows
        en warm lights in the windows, light in the windows, lights inside, light inside the windows, warm light inside the windows, light inside, light from the windows, warm light from the windows
        en warm light in the windows, glow from the windows, glow in the windows, warm windows, cozy windows, house lights, windows lit, windows glowing, windows lit up, illuminated
        en light up the windows, lights on, lights on in the windows, lights on in the houses, lights on in the house, lights in the houses, lights in the house, lit up house~, turn on the lights inside
        zh 灯火, 亮灯, 窗户亮灯, 窗灯, 万家灯火, 亮着灯的窗户, 窗户亮着灯
        ja 窓に明かり, 窓が光, 窓が輝, 窓の光, 窓に灯り, 窓の灯り, 窓に光, 窓の明かり, 明かりの灯る窓, 窓明かり, 街の灯
        es ventanas iluminadas, luces en las ventanas, luces de la ciudad
        de leuchtenden fenstern, beleuchteten fenstern, erleuchteten fenstern, hellen fenstern, beleuchtete fenster, erleuchtete fenster, lichter in den fenstern, leuchtende fenster, beleuchtet~
        fr fenêtres éclairées, fenêtres illuminées, lumières aux fenêtres, illuminé~

        effect lamps light 0.8
        en lantern light~, glowing lantern~, lit lantern~, lanterns glowing, lanterns lit, lamp, lamps, lamplight, lamp light, oil lamp~
        en street light~, streetlight~, street lamp~, streetlamp~, light bulb~, lights, string lights, lanternlit, lantern lit, paper lanterns glowing
        en warm lights, candle, candles, candlelight, candlelit, candle light, christmas lights, torchlight, glowing light~, glowing lamps, city lights
        en illuminated lantern~
        zh 灯笼, 路灯, 灯光, 街灯, 烛光, 灯
        ja 提灯, 街灯, 灯り, ランプ, ライトアップ, ランタン, 灯籠の明かり, ろうそく
        es farolas, farola, lámparas, luces, farolillos, velas, luz de las velas
        de laternenlicht, straßenlaterne~, lampen, lampe, kerzenlicht, lichter, lichterkette~, lampions
        fr lampadaire, lampadaires, lampes, lumières, bougies, lampions, guirlandes lumineuses

        words lamps+warm
        en warm street lamps, warm lamps, warm street lights
        words lamps+warm+soft-light
        en candlelit, candlelight

        effect neon light 0.8 darksky
        en neon, neons, neon light~, neon sign~, neon lighting, neon glow, neon lit
        zh 霓虹, 霓虹灯
        ja ネオン, ネオンサイン
        es neón, luces de neón, neones
        de neon, neonlicht, neonlichter, neonreklame, neonschild~
        fr néon, néons

        effect fireflies light 0.6 confined frame
        en firefly, fireflies, fire fly, fire flies, fairy light~, magic particles, magical particles, glowing orb~, floating orb~, ember~, sparkle~
        en sparkling lights, pixie dust, glowing particles, magic sparkles, magical sparkles, fairy dust, stardust
        zh 萤火虫, 光点, 火花
        ja 蛍, ホタル, ほたる, 光の粒
        es luciérnaga, luciérnagas
        de glühwürmchen, leuchtkäfer
        fr luciole, lucioles

        effect petals particles 0.5
        en petal~, falling petal~, petals falling, petals floating, drifting petals, floating petal~, falling blossoms, falling cherry blossoms, blossom petals, cherry blossom petals, flower petals
        zh 花瓣, 落花, 飘落的花瓣
        ja 花びら, 花吹雪, 桜吹雪, 散る桜, 舞い散る花びら
        es pétalos, pétalo
        de blütenblätter, fallende blüten
        fr pétale, pétales

        effect leaves particles 0.5
        en falling leaves, leaves falling, leaves fall, swirling leaves, leaves drifting, leaves floating, leaves swirling, leaves blowing, leaves in the air, leaves dancing, drifting leaves, floating leaves, blowing leaves
        zh 落叶, 飘落的树叶
        ja 落ち葉, 落葉, 舞う葉
        es hojas cayendo, hojas que caen, caída de hojas
        de fallende blätter, fallendes laub, fallenden blättern
        fr feuilles qui tombent, chute des feuilles

        words autumn+leaves
        en falling autumn leaves, autumn leaves falling, autumn leaves fall

        """
}
