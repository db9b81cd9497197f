extension Lexicon {
    /// Places, what photographs show, and what cannot be made. ``Lexicon`` explains the notation.
    static let scene = """
        place sky sky
        en sky, skies, heavens, horizon
        zh 天空, 天上, 天际, 天
        ja 空, 上空, 天
        es cielo, cielos
        de himmel
        fr ciel, cieux

        place water water
        en water, lake~, pond~, koi pond~, river~, sea, ocean~, stream~, canal~, pool~, harbour~, harbor~, fjord~, lagoon~, bay
        en water surface, creek~, brook~, waterfall~, fountain~, spring water, hot spring~, thermal spring~, springs, shore~, sea water, waves
        zh 水, 水面, 湖, 湖面, 湖泊, 池塘, 池, 河, 河流, 海, 大海, 海面, 溪流, 小溪, 瀑布, 锦鲤池, 温泉, 江, 运河
        ja 水, 水面, 湖, 池, 川, 海, 滝, 小川, 泉, 温泉, 湖面, 港, 運河
        es agua, lago, lagos, río, ríos, !mar, océano, estanque, arroyo, cascada, puerto, fuente
        de wasser, !see, teich, fluss, meer, bach, wasserfall, hafen, ozean, wasseroberfläche, kanal
        fr eau, lac, lacs, étang, rivière, !mer, océan, ruisseau, cascade, port, fontaine, fleuve

        place trees vegetation
        en tree~, branch~, branches, foliage, leaves, leaf, bush, bushes, shrub~, hedge~, plant~, pine~
        en canopy, greenery, vegetation, palm~, palm tree~, cherry tree~
        zh 树, 树木, 树枝, 树叶, 叶子, 植物, 竹林, 竹, 松树, 枝头
        ja 木, 木々, 樹木, 枝, 葉, 植物, 竹林, 松
        es árbol, árboles, rama, ramas, hojas, follaje, plantas
        de baum, bäume, bäumen, ast, äste, ästen, blätter, laub, zweige, zweigen, pflanzen
        fr arbre, arbres, branche, branches, feuilles, feuillage, plantes

        scene vegetation
        en forest~, woods, woodland~, jungle~, rainforest~, rain forest~, garden~, japanese garden~, meadow~, grassland~, park~, flower~, sunflower~, bamboo, moss, vine~, lawn~, orchard~, vineyard~, rose~
        zh 森林, 树林, 丛林, 花园, 庭院, 公园, 草地, 草原, 花, 花朵, 园林, 日式庭院
        ja 森, 林, 森林, 庭, 庭園, 公園, 草原, 花, 日本庭園, 草花
        es bosque, bosques, selva, jungla, jardín, jardines, pradera, parque, flores, flor, prado
        de wald, wälder, dschungel, garten, gärten, wiese, wiesen, park, blumen, blume
        fr forêt, forêts, bois, jungle, jardin, jardins, prairie, parc, fleurs, fleur, pré

        place ground
        en ground, floor, path~, grass, road~, street~, pavement, sidewalk~, field~, earth, soil, sand, beach, stones, rock~, rocks, cobblestone~
        en asphalt, hill~, hillside~, square, snowy ground, courtyard~, trail~, walkway~, alley~, steps, stairs
        zh 地面, 地上, 草, 路, 道路, 小路, 街道, 街, 沙滩, 石头, 田野, 山坡, 岩石, 石板路
        ja 地面, 草, 道, 道路, 通り, 砂浜, 岩, 石, 小道, 石畳, 野原
        es suelo, tierra, hierba, césped, camino, calle, calles, carretera, campo, campos, rocas, piedras, playa, arena
        de boden, gras, weg, straße, straßen, feld, felder, felsen, steine, strand, sand, erde, gehweg
        fr sol enneigé, terre, herbe, chemin, rue, rues, route, champ, champs, rochers, pierres, plage, sable, !au sol, !le sol

        place roofs building
        en roof~, rooftop~, rooves, roof tops, eaves, shingles
        zh 屋顶, 房顶, 屋檐
        ja 屋根, 屋上, 軒
        es tejado, tejados, techo, techos, azotea, azoteas
        de dach, dächer, dächern, hausdach
        fr toit, toits, toiture, toitures

        place buildings building
        en building~, house~, home~, temple~, pagoda~, castle~, bridge~, palace~, church~, cathedral~, tower~
        en skyscraper~, cabin~, cottage~, barn~, shop~, store~, facade~, wall~, architecture, shrine~, torii, pavilion~
        en hut~, mansion~, villa~, ruins, lighthouse~, pier~, fence~, gate~
        zh 建筑, 房子, 房屋, 寺庙, 宝塔, 桥, 宫殿, 塔, 墙, 亭子, 城堡
        ja 建物, 家, 寺, 神社, 塔, 城, 橋, 壁, 鳥居, 五重塔
        es edificio, edificios, casa, casas, templo, castillo, puente, iglesia, torre, palacio, pared
        de gebäude, haus, häuser, häusern, tempel, schloss, burg, brücke, kirche, turm, palast, hütte
        fr bâtiment, bâtiments, maison, maisons, temple, château, pont, église, !tour, palais, mur

        scene building
        en city, cities, village~, town~, skyline~, cityscape~, lantern~, stone lantern~, window~, door~, bench~, statue~, street sign~, signs, sign~, balcony, balconies, chimney~
        zh 城市, 村庄, 小镇, 石灯笼, 窗户, 窗, 门, 长椅
        ja 街並み, 村, 町, 都市, 石灯籠, 灯籠, 窓, 扉, ベンチ
        es ciudad, pueblo, ventana, ventanas, puerta, puertas, linterna de piedra
        de stadt, dorf, fenster, fenstern, tür, türen, steinlaterne~
        fr ville, village, fenêtre, fenêtres, porte, lanterne, lanternes

        place people person
        en people, person, persons, man, men, woman, women, girl~, boy~, child, children, kid~, face~, human~, crowd~, pedestrian~, tourist~
        en portrait~, skin, family, couple~, friend~, bride, groom, baby, babies, model, subject, guy~, lady, ladies, him, her, movie star~, rock star~
        zh 人, 人物, 人们, 行人, 女人, 男人, 女孩, 男孩, 孩子, 脸, 肖像, 游客, 路人, 人像, 人脸
        ja 人, 人々, 人物, 女性, 男性, 子供, 顔, 肖像, 歩行者, 観光客, 女の子, 男の子
        es gente, persona, personas, hombre, mujer, niño, niña, niños, cara, retrato, turistas
        de leute, menschen, person, personen, frau, mann, !kind, kinder, gesicht, porträt, touristen
        fr gens, personne, personnes, homme, femme, enfant, enfants, visage, portrait, touristes

        place animals animal
        en animal~, cat~, dog~, bird~, horse~, cow~, sheep, koi, fish, deer, duck~, swan~, puppy, puppies, kitten~, rabbit~, butterfly, butterflies
        en fox, foxes, squirrel~, elephant~, lion~, tiger~, bear~, pet~, eagle~, owl~, seagull~, goat~
        zh 动物, 猫, 狗, 鸟, 马, 锦鲤, 鱼, 鹿, 兔子, 牛, 羊, 蝴蝶
        ja 動物, 猫, 犬, 鳥, 馬, 鯉, 魚, 鹿, 兎, 蝶
        es animal, animales, gato, gatos, perro, perros, pájaro, pájaros, caballo, ciervo, pez
        de !tier, tiere, katze, katzen, hund, hunde, vogel, vögel, pferd, hirsch, fisch
        fr animal, animaux, !chat, chats, chien, chiens, oiseau, oiseaux, cheval, cerf, poisson

        scene
        en mountain~, peak~, valley~, cliff~, desert~, landscape~, scenery, car~, truck~, bus, buses, bicycle~, bike~, boat~, ship~, train~, umbrella~
        en vintage car~, classic car~, ice cream, ice cream truck~, star wars, rock, umbrella, raincoat~, snow white, snowboard~, iceberg~, coffee, cup~
        en text, watermark~, signature~, table~, chair~, food, hat~, dress, suit~, coat~, nightstand~, night stand~, nightclub~, moon cake~, frosting, frosted cake, light bulb
        en in the middle of nowhere, frozen in time, waterfalls, fireplace~
        zh 山, 山脉, 山峰, 汽车, 车, 船, 自行车, 雨伞, 桌子, 冰淇淋, 沙漠, 月饼
        ja 山, 山脈, 車, 自動車, 船, 自転車, 傘, アイスクリーム, テーブル, 砂漠
        es montaña, montañas, coche, coches, barco, bicicleta, paraguas, mesa
        de berg, berge, bergen, gebirge, auto, autos, boot, schiff, fahrrad, tisch
        fr montagne, montagnes, voiture, voitures, bateau, vélo, parapluie, table

        place left
        en left, left side, left hand side, left half
        zh 左边, 左侧, 左面, 左
        ja 左, 左側
        es izquierda, lado izquierdo
        de links, linke seite, linken seite, linken
        fr gauche, côté gauche

        place right
        en right, right side, right hand side, right half
        zh 右边, 右侧, 右面, 右
        ja 右, 右側
        es derecha, lado derecho
        de rechts, rechte seite, rechten seite, rechten
        fr droite, côté droit

        place foreground
        en foreground, front, near the camera, close to the camera, up close
        zh 前景, 前面
        ja 手前, 前景, 前
        es primer plano, frente
        de vordergrund, vorne
        fr premier plan, avant plan

        place background
        en background, distance, backdrop, far away, far background
        zh 背景, 远处, 后面, 远方
        ja 背景, 遠く, 奥, 後ろ, 遠景
        es fondo, lejos, distancia, lejanía
        de hintergrund, ferne, hinten
        fr arrière plan, !fond, loin, lointain

        place top
        en top, upper part, upper half, top half
        zh 顶部, 上方
        ja 上部, 上の方
        es parte superior, arriba
        de oben, oberer teil
        fr haut

        place bottom
        en bottom, lower part, lower half, bottom half
        zh 底部, 下方
        ja 下部, 下の方
        es parte inferior, abajo
        de unten, unterer teil
        fr !bas

        place center
        en center, centre, middle, in the middle of the image, in the middle of the picture, middle of the image
        zh 中间, 中央, 中心
        ja 中央, 真ん中, 中心
        es centro
        de mitte, zentrum
        fr centre, milieu

        impossible
        en dragon~, unicorn~, robot~, spaceship~, space ship~, ufo, ufos, alien~, dinosaur~, monster~, zombie~, ghost~, wizard~, witch, witches, mermaid~
        en superhero, superheroes, angel~, demon~, phoenix, griffin~, godzilla, vampire~, werewolf, fireworks, firework, hot air balloon~, balloon~
        en fire, flames, explosion~, volcano, volcanoes, lava, tornado, tornadoes, hurricane~, tsunami~, flood, flooding, meteor~, asteroid~, portal~
        en snowman, snowmen, santa, santa claus, reindeer, lego, origami, claymation, clay, sculpture, pixar, disney, sunglasses, helicopter~, airplane~
        en planet~, ufo~, elf, elves, fairies, giant~, underwater, waterfall of fire, embroidery, graffiti, yarn, felt, 3d render, 3d, tank~, sword~, knight~
        en santa hat~, christmas tree~
        zh 龙, 恐龙, 独角兽, 机器人, 飞船, 外星人, 怪物, 僵尸, 鬼, 烟花, 火山, 爆炸, 雪人, 圣诞老人, 气球, 热气球, 飞机, 火焰, 乐高, 圣诞树
        ja ドラゴン, 龍, 恐竜, ユニコーン, ロボット, 宇宙船, 宇宙人, 怪物, ゾンビ, 幽霊, 花火, 火山, 爆発, 雪だるま, サンタ, 気球, 飛行機, 炎, レゴ
        es dragón, dragones, unicornio, unicornios, robot, robots, nave espacial, extraterrestre, dinosaurio, fantasma, fuegos artificiales, volcán
        es explosión, muñeco de nieve, globo, globos, fuego, llamas, monstruo
        de drache, drachen, einhorn, einhörner, roboter, raumschiff, außerirdische, dinosaurier, geist, feuerwerk, vulkan, explosion, schneemann
        de ballon, feuer, flammen, monster, heißluftballon
        fr dragon, licorne, robot, vaisseau spatial, extraterrestre, dinosaure, fantôme, feu d'artifice, feux d'artifice, volcan, explosion
        fr bonhomme de neige, ballon, montgolfière, feu, flammes, monstre

        """
}
