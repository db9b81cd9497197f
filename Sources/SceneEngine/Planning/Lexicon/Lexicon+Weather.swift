extension Lexicon {
    /// Weather, and what the sky can hold. ``Lexicon`` explains the notation.
    static let weather = """
        effect snowfall weather 0.6 implies snow 0.8
        en snowfall, snowing, snowflake~, snow flake~, falling snow, snow falling, snow falls, snow fall, snow fell, snow storm=0.95
        en snowstorm~=0.95, blizzard~=0.95, flurries, snow flurries, it snow, it snowing, let it snow, to snow, snow shower~, snow is falling
        zh 下雪, 下着雪, 下着大雪=0.95, 下着小雪=0.35, 正在下雪, 雪下得, 飘雪, 雪花, 落雪, 飞雪, 降雪, 下大雪=0.95, 大雪纷飞=0.95, 暴风雪=0.95, 暴雪=0.95, 下小雪=0.35
        ja 降雪, 雪が降る, 雪が降って, 雪を降らせ, 雪は降らせ, 雪は降らさ, 雪が降り, 雪が舞, 吹雪=0.95, 猛吹雪=1, 粉雪, 雪の結晶, 舞う雪
        es nevando, que nieve, nevada, nevar, nieva, copos de nieve, caída de nieve, nieve cayendo, ventisca=0.95, tormenta de nieve=0.95
        de schneefall, es schneien, schneit, schneien, schneeflocken, flocken, fallender schnee, schneesturm=0.95, schneegestöber=0.9
        fr chute de neige, chutes de neige, flocons, flocons de neige, il neige, tomber la neige, neiger, neige qui tombe, blizzard=0.95
        fr tempête de neige=0.95

        effect rain weather 0.7 implies wet 0.6
        en rain, rains, rainy, raining, rainfall, raindrop~, drizzle=0.4, drizzling=0.4, drizzly=0.4, downpour=0.95, monsoon=0.95
        en pouring rain=0.95, torrential rain=1, rain shower~, rainstorm~=0.95, it rain, rain falling, falling rain, in the rain
        zh 下雨, 雨, 雨天, 雨水, 暴雨=0.95, 大雨=0.95, 小雨=0.4, 细雨=0.4, 毛毛雨=0.35, 雨夜
        ja 雨, 雨天, 小雨=0.4, 大雨=0.95, 豪雨=0.95, 霧雨=0.4, 雨降り, 土砂降り=1, 雨の日
        es lluvia, lluvias, lluvioso~, lloviendo, llover, llueve, llovizna=0.4, aguacero=0.95, diluvio=1
        de regen, regnerisch~, regnet, regnen, regentropfen, nieselregen=0.4, platzregen=0.95, starkregen=0.95, verregnet~
        fr pluie, pluies, pluvieux, pluvieuse, il pleut, pleuvoir, bruine=0.4, !averse=0.8, gouttes de pluie

        words rain+night
        zh 雨夜

        effect fog weather 0.6 opposite dehaze confined surfaces
        en fog, fogs, foggy, mist, mists, misty, haze, hazy, low clouds, low cloud, foggier, mistier, smoky, smoke, smog, mist bands
        zh 雾, 薄雾=0.35, 浓雾=0.95, 大雾=0.95, 雾气, 迷雾, 雾霾, 晨雾, 云雾, 烟雾
        ja 霧, 靄, もや, 霞, かすみ, 濃霧=0.95, 朝霧, 薄霧=0.35, 霧がかった
        es niebla, nieblas, neblina, bruma, brumoso~, neblinoso~
        de nebel, neblig~, nebelschwaden, dunst, dunstig~, nebelig~, bodennebel
        fr brouillard, brume, brumes, brumeux, brumeuse

        words fog+dawn
        en morning mist, morning fog
        zh 晨雾
        ja 朝霧
        de morgennebel, nebel am morgen
        fr brume matinale

        effect storm weather 0.8 confined nowhere excludes clear-sky
        en storm, storms, stormy, tempest, dark clouds, storm clouds, ominous clouds, ominous sky, ominous, stormy sky, gale, hurricane sky
        zh 暴风雨=0.95, 风暴, 乌云, 暴风
        ja 嵐, 暴風雨=0.95, 暗雲, 荒天
        es tormenta, tormentas, tormentoso~, tempestad, nubes oscuras, nubarrones
        de sturm, stürmisch~, unwetter, dunkle wolken, dunklen wolken, gewitterwolken
        fr tempête, tempêtes, orageux, orageuse, nuages sombres, nuages noirs

        words storm+lightning
        en thunderstorm~, thunder storm~, thunder and lightning, thundery, electrical storm
        zh 雷雨, 雷暴, 雷电交加
        ja 雷雨, 雷嵐
        es tormenta eléctrica, tormentas eléctricas
        de gewitter, gewittersturm
        fr orage, orages

        effect lightning weather 0.8 implies storm 0.75
        en lightning, lightnings, lightning strike~, lightning bolt~, thunder, thunderbolt~, bolt of lightning, bolts of lightning
        zh 闪电, 雷电, 雷
        ja 稲妻, 雷, 稲光, 雷鳴
        es relámpago, relámpagos, rayo, truenos, trueno
        de !blitz, blitze, blitzen, blitzschlag, !donner
        fr !éclairs, foudre, tonnerre, !éclair

        effect rainbow weather 0.7
        en rainbow~
        zh 彩虹
        ja 虹
        es arcoíris, arco iris
        de regenbogen
        fr arc en ciel

        effect overcast weather 0.7 opposite clear-sky excludes clear-sky
        en overcast, grey sky, gray sky, grey skies, gray skies, leaden sky, cloudy day, dull sky, before the storm
        zh 阴天, 阴沉, 阴云密布
        ja 曇り, 曇り空, 曇天, くもり
        es cielo gris, cielo cubierto, cielo encapotado
        de bedeckter himmel, bedecktem himmel, grauer himmel, grauem himmel, trüb~
        fr ciel couvert, ciel gris

        effect clear-sky weather 0.7
        en clear sky, clear skies, blue sky, blue skies, clear blue sky, clear blue skies, cloudless, cloudless sky, clear weather
        en clear night sky, bluer sky, clear up the sky, deep blue sky
        zh 晴空, 蓝天, 晴朗, 万里无云, 晴
        ja 青空, 晴天, 快晴, 晴れ, 雲一つない
        es cielo despejado, cielo azul, despejado~
        de klarer himmel, klarem himmel, blauer himmel, blauem himmel, wolkenlos~, wolkenloser himmel, klare nacht
        fr ciel bleu, ciel dégagé, ciel clair, dégagé~

        words clear-sky+day
        en sunny, sunny day, bright and sunny
        zh 晴天
        ja 晴れの日
        es soleado~, día soleado
        de sonnig~, sonniger tag
        fr ensoleillé~

        words clear-sky+night
        en clear night, clear night sky

        effect clouds sky 0.6 opposite clear-sky excludes clear-sky
        en cloud, clouds, cloudy, cumulus, cloudscape, cloudier, fluffy clouds, dramatic sky, dramatic skies, cloud cover
        zh 云, 云彩, 白云, 多云, 云朵, 云海
        ja 雲, くも, 入道雲, 雲海, 白い雲
        es nube, nubes, cielo dramático, nublado~, nuboso~
        de wolke, wolken, dramatischer himmel, dramatischen himmel, dramatischem himmel, bewölkt~, wolkig~
        fr nuage, nuages, ciel dramatique, nuageux, nuageuse

        effect aurora sky 0.8 darksky
        en aurora, auroras, aurora borealis, northern lights, northern light, polar lights, southern lights, aurora australis, borealis
        zh 极光, 北极光
        ja オーロラ, 極光
        es aurora boreal, auroras boreales, auroras, luces del norte
        de polarlicht, polarlichter, nordlicht, nordlichter, polarlichtern, nordlichtern
        fr aurore boréale, aurores boréales, aurores polaires

        effect stars sky 0.7 darksky
        en stars, starry, star, starlit, starlight, star filled, starry sky, stars in the sky, shooting star~, starry skies, constellation~
        zh 星星, 星空, 繁星, 群星, 满天星, 流星, 星光
        ja 星, 星空, 満天の星, 流れ星, 星屑
        es estrellas, estrellado~, cielo estrellado, estrella
        de !sterne, sternen, sternenhimmel, sternklar~, !stern, sternenhell~, sternschnuppe~
        fr étoiles, étoilé~, étoile, ciel étoilé

        words stars+night
        en starry night, starry nights
        es noche estrellada
        de sternennacht, sternenklare nacht
        fr nuit étoilée
        zh 星夜
        ja 星月夜

        effect milky-way sky 0.8 darksky
        en milky way, galaxy, galaxies, galactic, nebula, nebulae, nebulas, cosmos, cosmic, outer space sky
        zh 银河, 星河, 星系
        ja 天の川, 銀河, 星雲
        es vía láctea, galaxia, galaxias
        de milchstraße, galaxie
        fr voie lactée, galaxie

        effect moon sky 0.8 darksky
        en moon, moons, full moon, crescent moon, crescent, moonlight, moonlit, moonlit night, half moon, moonrise, blood moon
        zh 月亮, 满月, 圆月, 月光, 明月, 月夜, 弯月, 月
        ja 月, 満月, 月光, 月夜, 三日月, 月明かり
        es luna, luna llena, luz de luna, luz de la luna
        de mond, vollmond, mondlicht, mondschein, halbmond
        fr lune, pleine lune, clair de lune, croissant de lune

        words moon+night
        en moonlit night
        zh 月夜
        ja 月夜

        effect sun sky 0.6
        en sun, sunshine, sunlit, sunlight, lens flare~, sunburst, sun flare~, sun glow, bright sun, midday sun, sun shining, suns
        zh 太阳, 阳光, 日光, 镜头光晕
        ja 太陽, 日差し, 日光, 陽光, レンズフレア
        es !sol, luz solar, luz del sol
        de sonne, sonnenschein, sonnenlicht
        fr soleil, lumière du soleil

        effect sun-rays sky 0.6
        en sun ray~, sunray~, sunbeam~, sun beam~, god ray~, godray~, light shaft~, shaft~ of light, volumetric light, volumetric lighting
        en volumetric, light ray~, rays of light, rays of sunlight, ray of light, crepuscular rays, light beam~, beam~ of light, beams of sunlight
        zh 丁达尔, 丁达尔效应, 光束, 光线穿过, 体积光, 阳光洒下
        ja 光芒, 木漏れ日, 光の筋, 薄明光線, ゴッドレイ
        es rayos de sol, rayos de luz, rayos del sol
        de sonnenstrahl~, sonnenstrahlen, lichtstrahl~, lichtstrahlen
        fr rayon de soleil, rayons de soleil, rayons de lumière, rayons du soleil

        """
}
