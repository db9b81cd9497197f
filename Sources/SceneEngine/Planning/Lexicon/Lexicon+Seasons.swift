extension Lexicon {
    /// Seasons and times of day. ``Lexicon`` explains the notation.
    static let seasons = """
        effect winter season 0.75 implies snow 1
        en winter, winters, midwinter, wintry, wintery, wintertime, winter wonderland, wonderland, christmas, xmas, arctic, polar
        zh 冬天, 冬季, 冬日, 冬景, 寒冬, 冬, 圣诞, 圣诞节
        ja 冬, 真冬, 冬景色, 冬の日, クリスマス
        es invierno, inviernos, invernal, navidad, navideño~
        de winter, winterlich~, winterlandschaft, winterwunderland, winterwelt, wintertag, winternacht, wintermorgen, weihnachten, weihnachtlich~
        fr hiver, hivers, hivernal~, noël

        effect snow season 0.75 excludes spring summer
        en snow, snows, snowy, snowed, snowcapped, snowbound, snowscape, snowdrift~
        en blanketed in white, blanket of white, powder snow, just snowed
        zh 雪, 雪景, 积雪, 白雪, 雪地, 银装素裹, 大雪=0.95, 厚雪=0.95, 小雪=0.35, 薄雪=0.35, 残雪=0.35
        ja 雪, ゆき, スノー, 雪景色, 積雪, 大雪=0.95, 小雪=0.35, 雪化粧, 雪国, 新雪, 残雪=0.35
        es nieve, nevado~, nieves
        de schnee, verschneit~, schneebedeckt~, eingeschneit~, schneelandschaft, neuschnee, tiefschnee=0.95, schneedecke
        fr neige, enneigé~, neiges, neigeux

        effect autumn season 0.85
        en autumn, autumns, autumnal, autumn leaves, autumn colors, autumn colours, autumn foliage, autumn colored, autumn coloured
        en fall color~, fall colour~, fall foliage, fall leaves, fall season, fall scene, fall scenery, fall landscape, fall look
        en fall vibes, fall mood, fall atmosphere, fall day, fall forest, fall tones, fall palette, fall themed
        en it fall, into fall, to fall, in fall, in the fall, early fall, late fall, during fall, |fall|, october, november
        en golden leaves, red leaves, orange leaves, yellow leaves, golden foliage, red foliage, orange foliage
        en red trees, orange trees, golden trees, yellow trees, indian summer
        zh 秋天, 秋季, 秋日, 秋景, 秋色, 秋, 红叶, 枫叶, 黄叶, 金秋
        ja 秋, 紅葉, もみじ, 秋色, 秋の日, 黄葉
        es otoño, otoñal, otoñales, hojas doradas, hojas rojas
        de herbst, herbstlich~, herbstlaub, herbstfarben, herbstwald, herbsttag, goldener herbst, buntes laub, indian summer
        fr automne, automnal~, feuilles d'automne, feuilles mortes

        effect spring season 0.7
        en spring, springtime, springlike, fresh green, fresh greenery, fresh green leaves, budding, spring leaves
        zh 春天, 春季, 春日, 春景, 春色, 春, 新绿, 嫩绿
        ja 春, 新緑, 春の日, 春景色, 若葉
        es primavera, primaveral, primaverales
        de frühling, fruehling, frühlingshaft~, frühjahr, frisches grün, frühlingstag, frühlingsmorgen
        fr printemps, printanier, printanière

        effect blossom season 0.7 implies spring 0.7
        en cherry blossom~, plum blossom~, apple blossom~, blossom~, blossoming, sakura, blooming, in bloom, in full bloom, blooms
        en cherry blossoms in full bloom, blossoms in full bloom, flowering, flowering trees, white blooms, pink trees
        zh 樱花, 樱花盛开, 开花, 花开, 盛开, 桃花, 梅花
        ja 桜, さくら, サクラ, 満開の桜, 桜満開, 満開, 花盛り, 開花, 桜吹雪, 夜桜
        es flores de cerezo, cerezos en flor, en flor, florecido~, floreciente
        de kirschblüte~, kirschblueten, blühend~, in blüte, blüten, blütenpracht, kirschblüten
        fr cerisiers en fleurs, fleurs de cerisier, en fleur, en fleurs, floraison

        effect summer season 0.6
        en summer, summers, summery, midsummer, summertime, lush, lush green, verdant, tropical, greener, vibrant green, green trees
        zh 夏天, 夏季, 夏日, 盛夏, 夏, 郁郁葱葱, 绿意盎然
        ja 夏, 真夏, 夏の日, 緑豊か, 青々
        es verano, veraniego~, exuberante, exuberantes, estival
        de sommer, sommerlich~, sommertag, hochsommer, saftig grün, üppig grün
        fr !été, estival~, verdoyant~, luxuriant~

        effect dawn time 0.85
        en dawn, dawns, sunrise, sunrises, daybreak, early morning, morning light, at sunrise, first light, rising sun, sun is rising, sun rising, sun rises, sun comes up, sun coming up, crack of dawn, sunup
        en |morning|, morning, morning sun, dawn of a new day, misty dawn
        zh 日出, 黎明, 清晨, 早晨, 拂晓, 破晓, 晨光, 朝阳, 朝霞, 晨曦, 晨
        ja 朝, 夜明け, 日の出, 早朝, 朝焼け, 朝日, 暁, 明け方
        es amanecer, amaneceres, alba, madrugada, salida del sol
        de sonnenaufgang, sonnenaufgänge, morgendämmerung, morgengrauen, morgenrot, morgenlicht, früher morgen, am morgen
        de morgens, morgendlich~, !morgen
        fr aube, aurore, lever du soleil, lever de soleil, petit matin, matin, matinal~

        effect day time 0.6
        en daytime, midday, noon, noontime, daylight, broad daylight, midday sun, noon sun, bright day, day time
        en it day, into day, to day, by day, during the day, in the daytime, |day|, a day scene, sunny, sunny day
        zh 白天, 中午, 正午, 白昼, 日间, 晴天
        ja 昼, 昼間, 真昼, 日中, 正午, 白昼
        es mediodía, pleno día, de día, durante el día, día soleado, !el día, !un día
        de mittag, tageslicht, tagsüber, helllichter tag, am tag, !den tag, !dem tag, !der tag, !tag, sonniger tag, sonnig~
        fr !midi, plein jour, journée, de jour, !le jour, !jour, ensoleillé~

        effect golden-hour time 0.85
        en golden hour, golden light, golden sunlight, late afternoon, late afternoon sun, late afternoon light, afternoon sun
        en warm sunlight, warm sunshine, low sun, evening sun, evening light, golden glow, golden lighting, late day sun
        zh 黄金时刻, 金色阳光, 黄金时段, 金色的阳光, 傍晚阳光, 午后阳光
        ja ゴールデンアワー, 黄金の光, 金色の光, 午後の光
        es hora dorada, luz dorada, tarde soleada
        de goldene stunde, goldener stunde, goldenes licht, goldenem licht, spätnachmittag, abendsonne, abendlicht
        fr heure dorée, lumière dorée, fin d'après midi

        effect sunset time 0.9
        en sunset, sunsets, sundown, setting sun, sun is setting, sun setting, sun sets, sun going down, sun goes down, afterglow, sunset sky, orange sky=0.8, red sky=0.8, pink sky=0.8, purple sky=0.8, fiery sky
        en golden sky, sky on fire
        zh 日落, 夕阳, 晚霞, 落日, 夕照, 火烧云
        ja 夕焼け, 夕日, 夕陽, 日没, 日の入り, サンセット, 夕映え, 夕焼け空
        es puesta de sol, puestas de sol, atardecer, atardeceres, ocaso, atardecer dorado
        de sonnenuntergang, sonnenuntergänge, abendrot, untergehende sonne, untergehender sonne
        fr coucher de soleil, couchers de soleil, coucher du soleil, soleil couchant

        effect twilight time 0.9
        en twilight, blue hour, dusk, dusky, evening, evenings, gloaming, nightfall, at dusk
        zh 黄昏, 暮色, 傍晚, 蓝调时刻, 薄暮
        ja 黄昏, 夕暮れ, たそがれ, 夕方, 薄暮, ブルーアワー, 日暮れ, トワイライト, 夕闇
        es crepúsculo, anochecer, hora azul, al anochecer
        de dämmerung, abenddämmerung, blaue stunde, blauer stunde, abend, abends, am abend, zwielicht, abendlich~
        fr crépuscule, heure bleue, soir, soirée, tombée de la nuit, à la brune

        effect night time 0.9
        en night, nights, nighttime, night time, midnight, nocturnal, after dark, night sky, night scene, nightscape, dead of night
        zh 夜晚, 夜, 夜景, 夜色, 午夜, 深夜, 晚上, 黑夜, 夜间
        ja 夜, 夜景, 真夜中, 深夜, 夜間, 夜中, ナイト
        es noche, noches, nocturno~, medianoche, de noche
        de nacht, nächte, nachts, nächtlich~, mitternacht, nachthimmel, nachtszene, bei nacht
        fr nuit, nuits, nocturne, nocturnes, minuit, de nuit

        """
}
