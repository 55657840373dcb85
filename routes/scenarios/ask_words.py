"""The words of questions, by the part they play; a word that is in no list is refused, never skipped."""

from __future__ import annotations

from functools import cache

from routes.gazetteer.countries import COUNTRY_NAMES
from routes.scenarios.ask_seen_words import SEEN_PHRASES, list_absences

# Each kind with its phrases, separated by bars; kinds are explained where they are used.
_PHRASES: dict[str, str] = {
    # Events: a departure as a verb, as something past, as a noun; then the same for arrivals.
    "leave": """go out|goes out|going out|出発|出発し|出発する|出発すれば|出発したら|出発しなければならない
        |出発しなければならないか
        |出発しなければなりませんか|出発すべきか|出発すべきですか|出なければならないか|出れば|発つ|発てば
        |出なければならない|тронется|отправиться в путь
        |выехать в|выезжаем|стартовать|отбыть|отбывать|떠나야|떠나야만|出门|开车|開車|发出
        |be rolling|be moving|be under way|be underway|be on its way|be on his way|be on their way|be on the move
        |be gone
        |be out of|be on the road|get rolling|have to start|be on the train|be off|board|boards|boarding
        |board the train
        |leave|leaves|leaving|depart|departs|departing|dep|dep.|set off|sets off|setting off|set out
        |sets out|setting out|set forth|sets forth|start|starts|starting|start out|starts out|starting out
        |head off|heads off|heading off|head out|heads out|heading out|pull out|pulls out|pulling out
        |get going|gets going|get away|get under way|get underway|move off|moves off|moving off|roll out
        |rolls out|rolling out|get moving|move out|begin the journey|begin its journey|begins its journey
        |beginning its journey|start its journey|starts its journey|start the journey|quit|exit|depart out of
        |leave out of|after leaving|after departing|on leaving|upon leaving|upon departing|once it leaves
        |once it departs|leave from|depart from|hit the road|get out|gets out|getting out|quits|выехать
        |выезжать|выезжает|выезжая|отправиться|отправляться|отправляется|уехать|уезжать|покинуть|покидать
        |покидает|тронуться|выйти|выходит|отправится|выедет|уедет|покинет|выйдет|отъезжать|отъезжает|출발해
        |출발하면|출발할|출발하는|출발한다면|떠나|떠나면|떠날|出发|出發|动身|動身|启程|啟程|离开|離開""",
    "left": """выехав|отправившись|отбыл|出発した|出発したら
        |left|departed|started|pulled out|headed out|headed off|having left|having departed
        |started out|has left|has departed|had left|had departed|had set off|has set off|having set off
        |had set out|has set out|выехал|выехала|выехали|выехало|отправился|отправились|отправилась|уехал
        |уехали|покинул|покинули|вышел|출발했|떠났|출발했는데|출발했고|출발했다|출발했습니다|떠났는데|떠났고|떠났다|떠났습니다""",
    "departure": """departure|departures|departure time|time of departure|departing time|leaving time
        |start time|leave time|time to leave|departure date|departure day|after departure|on departure
        |upon departure|day of departure|date of departure|departure hour|отправление|отправления|отправлении
        |отъезд|отъезда|выезд|выезда|время отправления|время выезда|출발|출발 시간|출발시간|출발 시각|发车
        |發車|出发时间|發車時間|出發時間""",
    "arrive": """gets kim to|gets her to|gets the train to|gets you to|gets me to|delivered|be delivered|着く
        |着くには|着くために|到着する|到着するには|到着|着きますか|着くか|到着しますか|到着するか
        |도착 가능|도착해야|도착하게|доехал бы|прибыть в|добраться до|доехать до|очутиться
        |быть на месте|прибудут|доберется|доедет до|приедут|доберутся
        |attend|attends|attending|reaching there|be on site|stand in|be on the ground|出席
        |arrive|get him to|get it to|get them to|get her to|get kim to|get us to|get me to|get you to
        |gets him to|gets it to|gets them to|bring him to|bring it to|bring them to|gets us to|get the train to
        |arrives|arriving|arr|arr.|reach|reaches|reaching|get to|gets to|getting to|get into
        |gets into|getting into|get in|gets in|getting in|get there|gets there|getting there|make it|makes it
        |making it|make it to|makes it to|making it to|make|makes|making|pull into|pulls into|pulling into
        |pull in|pulls in|roll into|rolls into|roll in|rolls in|come into|comes into|coming into|come in
        |comes in|turn up|turns up|show up|shows up|turning up|showing up|have arrived|have reached
        |has arrived by|has reached by|have got to|have made it to|have made it|having arrived|be present
        |end up|ends up|complete the journey|finish the journey|complete the trip|make the trip to
        |make the journey to|get as far as|come to|arrive there|arrives there|arriving there|have arrived in
        |appear|appears|appearing|eta|e.t.a.|expected time of arrival|estimated time of arrival
        |estimated arrival|expected arrival|estimated arrival time|expected arrival time|projected arrival
        |likely arrival|прибыть|прибывать|прибывает|прибудет|приехать|приезжает|приедет|добраться|доберётся
        |доберется|доехать|доедет|оказаться|окажется|успеть|прибывая|прибыли|быть|будет|будут|попасть|попадет
        |попадёт|приезжать|добирается|достичь|достигнет|도착해|도착하려면|도착하기|도착하|도착할|도착하나
        |도착합니까|도착하는|도착하는가|도착하니|닿으려면|到达|到達|抵达|抵達|到|赶到|趕到|达到""",
    "arrival": """arrival|arrivals|arrival time|time of arrival|arriving time|arrival date|arrival day
        |day of arrival|date of arrival|arrival hour|прибытие|прибытия|прибытию|приезд|приезда|время прибытия
        |도착|도착 시간|도착시간|도착 시각|到达时间|抵达时间|到達時間""",
    "summit": """meet putin|meeting putin|meeting with putin|talks with putin|summit with putin|see putin
        |meet president putin|meet vladimir putin
        |opening ceremony|briefing|signing|press conference|deadline for arrival|gathering|visit
        |engagement|rendezvous
        |summit|meeting|talks|summit talks|forum|conference|ceremony|parade|event|appointment
        |reception|summit meeting|negotiations|banquet|session|economic forum|eastern economic forum|саммит
        |саммита|саммиту|встреча|встречи|встрече|встречу|переговоры|переговоров|форум|форума|форуму""",
    "be": "turn up for|be|being|been|due|expected|turn out to be",
    "stay": """stay in|stay at|remain in|remain at|wait in|wait at|linger in|delay leaving
        |delay departure from|stay|wait""",
    "there": "there|over there|туда|там",
    # Who stands where.
    "from": """ex-|out from|leaving out of|из города|со станции|自从|from|out of|ex|starting from|start from
        |away from|из|с|со|от|从|由|自|從""",
    "to": """up to|as far as|through to|heading towards|к станции|向
        |to|towards|toward|into|onto|bound for|heading for|headed for|heading to|headed to|en route to
        |going to|go to|goes to|travel to|travels to|travelling to|traveling to|run to|runs to|до|至""",
    "in": "in|at|inside|@|в|во|на",
    "for": """working backwards from|working back from|backwards from|backward from|counting back from
        |counting backwards from
        |working backward from|in order to attend|on time to|in time to make|for|in time for|ahead of a|on time for
        |для|к|ко|ради|为了""",
    "by": "no later than by|by",
    "between": "between|betw.|between the stations|между",
    "and": "and|&|и|와|과|和|与|與",
    "via": """via|by way of|through|thru|passing|passing through|going through|travelling through
        |traveling through|routed via|routed through|going via|travelling via|traveling via|running via
        |calling at|by the way of|over|along|running through|going by way of|through the station
        |passes through|pass through|passing by way of|go through|goes through|goes via|go via|через|经过|經過
        |经由|經由|取道|途经""",
    "avoid": """keeping out of
        |avoiding|avoid|avoids|not via|not through|not by way of|without going through
        |without passing through|without passing|without crossing|without travelling through
        |without traveling through|without entering|without touching|without transiting|bypassing|bypass
        |not passing through|not going through|not passing|not crossing|not entering|skirting|staying out of
        |but not through|but not via|not over|without using|минуя|в обход|не через|не заезжая в|不经过|不經過
        |绕过|避开""",
    "post-from": "から|發|发|에서|부터",
    "post-to": "に|まで|へ|까지|으로|로|에",
    "post-object": "を|을|를",
    "post-via": """経由|経由で|を経由して|を通って|경유|거쳐|를 거쳐|을 거쳐|경유해서|를 경유해|을 경유해|를 통해
        |을 통해|를 지나|을 지나|거쳐서""",
    # What is asked.
    "when": """around when|on which date|what day and time|what date and time|何点|什么时间|几时|哪天|いつ|何時に
        |何時|いつ頃|몇 시|며칠에|언제까지
        |when|what time|at what time|by what time|which day|what day|on what day|on which day
        |on what date|what date|which date|at what hour|what hour|how long before|on what day of the week
        |by what date|by what day|by what hour|by which time|at which time|which time|what moment
        |at what moment|what time of day|when exactly|about when|roughly when|approximately when|когда
        |во сколько|в какое время|в котором часу|언제|몇 시에|몇시에|언제쯤|什么时候|什麼時候|何时|何時|几点
        |幾點|什么时间""",
    "latest": """последний срок|срок|point of no return|the point of no return|drop dead time|drop-dead
        |cut-off time|cutoff time
        |cut off time|until what time
        |until what hour|till what time|till what hour|up to what time|up to when|up until when
        |at what point at the latest
        |last safe moment|last call|no later than what time|not later than when|not later than what time|the very last
        |hard deadline|latest by|before what time|before when|by when latest|when latest
        |how much longer may|how much longer could
        |how long is it possible to|limit|how much later can|how much later could|до скольких|до которого часа
        |к какому времени|не позднее какого времени|дедлайн|마감|늦어도 언제|最终期限|期限|截止时间|截止時間
        |何时之前|遅くとも|最も遅い|最終|いつまでに|何時までに
        |latest|last|last possible|latest possible|how late|deadline|cutoff
        |cut-off|cut off|by when|by when at the latest|no later than when|at the latest|latest time|last time
        |last moment|last minute|at the very latest|very latest|very last|final|drop-dead time|last chance
        |until when|till when|latest moment|latest point|latest hour|last hour|last point|last opportunity
        |how long can|how long may|how long could|how much longer can|latest safe|last safe|latest feasible
        |last feasible|as late as possible|latest that|latest date|latest day|last day|last date|at latest
        |time limit|до какого времени|самое позднее|не позднее какого|не позже какого|крайний срок|последний
        |последнее|последняя|не позднее|не позже|최대한 늦게|늦어도|가장 늦은|가장 늦게|늦게|最晚|最迟|最遲
        |至迟|至遲""",
    "earliest": "earliest|the earliest|soonest|first possible|earliest possible|how quickly|how fast|at the earliest",
    "soon": "how soon|how early",
    "far": """how much rail|how much railway|how many track kilometres|how many rail kilometres|how many track km
        |kilometer count
        |how long is the track in km|track kilometres|track km|rail kilometres|rail km|distance by rail|in miles
        |trackage|how wide apart|how distant is
        |how far off|how far along|how much distance|how big is the distance|сколько будет километров|сколько верст
        |сколько километров пути
        |какое расстояние|каково расстояние|длина маршрута|длина линии|총 거리|몇 킬로미터입니까|몇 킬로미터인가
        |多少千米|多长|多長|里程|何キロ|何km
        |どのくらい離れている
        |how far|about how far|roughly how far|approximately how far|how far apart|distance
        |the distance|distances|how many km|how many kilometres|how many kilometers|how many miles|kilometres
        |kilometers|km|kms|kilometrage|mileage|track length|length|rail distance|how many metres
        |how long is the track|how long is the line|how long is the route|how long is the railway
        |how much track|how long is the rail line|how long is the railway line|how long is the rail route
        |how long is the railroad|track distance|route length|length of track|length of the track
        |length of the line|length of the route|length of line|length of railway|length of the railway
        |railway distance|how great is the distance|miles|how distant|how long a track|what distance
        |what length|distance in km|distance in kilometres|in kilometres|in km|in kilometers
        |number of kilometres|kilometre count|how far away|how many kilometres of track|how many km of track
        |расстояние|сколько километров|сколько км|как далеко|далеко ли|км|километров|протяжённость
        |протяженность|длина пути|거리|거리는|몇 km|몇km|몇 킬로미터|몇 킬로|얼마나 먼가|얼마나 멉니까
        |얼마나 멀어|얼마나 떨어져|距离|距離|多远|多遠|有多远|有多遠|多少公里|多少千米|几公里""",
    "long": """how long|how many hours|how much time|how much time does it take|travel time|journey time
        |running time|transit time
        |duration|time under way|time en route|time on the road|length of time|how long is the journey
        |how long is the trip
        |how long is the ride|how long a journey|how long a trip|how many days|сколько времени|сколько часов
        |сколько ехать|время в пути
        |как долго|얼마나 걸리나|얼마나 걸립니까|몇 시간|시간이 얼마나|多长时间|多久|多少小时|何時間
        |どのくらいかかる""",
    "take": """take|takes|taking|last|lasts|need for|занимает|занимает путь|идёт|идет|едет|걸리나|걸립니까|걸려
        |걸리는|かかる|かかりますか""",
    "possible": """ok|okay|fine|all right|alright|good enough|suffice|suffices|sufficient time|too late|missed
        |missed the chance|missed his chance
        |missed the window|still on|on the cards
        |in the cards|how likely|how likely is it
        |what are the chances|what are the odds|what chance|any hope|a hope|hope left|out of the question
        |within reach|out of reach
        |viable|workable|attainable|credible|still open|too tight|imaginable|practicable|cutting it too fine
        |any possibility
        |a possibility|the chance|chances|time left|any time left|time remaining|still a chance|impossible
        |unrealistic|infeasible|вероятно ли
        |реально|есть ли шанс|есть ли время|поздно ли|不可能|可能か|可能ですか|间に合うか|間に合うか|間に合いますか
        |間に合う
        |possible|is there time|is there still time|is there enough time|is there any way|is there a way
        |is there any chance|is there a chance|enough|sufficient|feasible|doable|realistic|conceivable
        |achievable|plausible|manageable
        |any chance|a chance|chance|enough time|time enough|sufficient time|able to|able|still time|thinkable
        |in reach|a way|any way|возможно|возможно ли|можно ли|реально ли|가능한가|가능할까|가능한지|가능합니까
        |가능해|가능한가요|可能|有可能|能否|能不能|可以|来得及吗|来得及""",
    # Two parts in one phrase.
    "when+departure": """what departure|which departure|what departure time|which departure time
        |what time of departure""",
    "latest+leave": """leave-by|leave-by time|leave by time|depart-by|depart by time|depart-by time|latest dep
        |latest dep.|last dep
        |departure cut-off|departure cutoff""",
    "possible+arrive": """reachable|still reachable|unreachable""",
    "can+arrive": """успеет|успеет ли|успеют|успеют ли|успевает|успевает ли|доберётся ли|доберется ли|доедет ли
        |попадёт ли|попадет ли|着けるか|着けますか|到着できるか|到着できますか""",
    # Little verbs.
    "must": """required|compelled to|obliged|is required to|are required to|нужно ли|придётся
        |придется|なければならない|なければならないか
        |なければなりませんか|べきか|べきですか|必要がある|必要がありますか|必要がある か
        |must|has to|have to|had to|having to|need to|needs to|needed to|should|ought to|got to|gotta
        |need|needs|supposed to|required to|obliged to|shall|forced to|is to|are to|latest must|need be
        |should have|must have|нужно|надо|должен|должна|должно|должны|необходимо|следует|пора|해야|해야만|하나
        |합니까|하나요|하는가|하는지|하지|하니|야|必须|必須|应该|應該|得|需要|要""",
    "can": """is it able to
        |can|could|may|might|can still|could still|could have|might have|может|могут|может ли|могут ли
        |мог бы|сможет|смогут|сможет ли|можно|수 있나|수 있을까|수 있습니까
        |수 있는가|수 있나요|수 있어|能|会|會|能够""",
    "will": "will|would|'ll|'d|will still|would still|would have|will have|going to be|is going to|будет ли",
    "does": "do|does|am",
    "did": "did|was|were",
    "is": "is|are|'s|'re|isn't it",
    "if": """if|assuming|given|provided|supposing|suppose|in case|assume|on condition|presuming|если
        |при условии|如果|若|假如|만약""",
    "that": "that|which|что|который|которая",
    "as-of": """as of|as-of|as at|asof|as known on|as known at|as it looked on|as it stood on|as seen on
        |as things stood on|по состоянию на|截至""",
    # Which train, which turns.
    "train russian": """russian train|an ordinary train|ordinary train|ordinary russian train|regular train
        |normal train|ordinary passenger train|passenger train|scheduled train|long-distance train
        |long distance train|regular passenger train|russian long-distance train|normal passenger train
        |usual train|regular russian train|normal russian train|обычный поезд|российский поезд|русский поезд""",
    "train special": """special train|armoured train|armored train|private train|presidential train
        |бронепоезд|спецпоезд|спецпоезда|특별열차|전용열차|专列|專列|装甲列车""",
    "turns possible": "with any turn|allowing any turn|allowing possible turns|with possible turns|turns possible",
    # Words that change nothing.
    "subject": """he and his train|kim jong uns train|his train|their train|its train|mr kim|delegates
        |north koreans|the north koreans|dprk leader|dprk delegation|dprk train|motorcade|kju|marshal kim
        |comrade kim|vip train|vip|crew|members|guests|investigator|correspondent|editor|состав|кортеж|вождь|лидер
        |金正恩总书记|金正恩氏|列車|彼
        |it|he|she|they|we|i|you|one|someone|anyone|somebody|kim|kim jong un|kim jong-un
        |kim jongun|un|train|trains|delegation|leader|north korean leader|north korea's leader|korean leader
        |convoy|cargo|freight|freight train|goods train|shipment|container|containers|party|group|team
        |passenger|passengers|president|chairman|marshal|traveller|traveler|travellers|reporter|journalist
        |locomotive|carriage|goods|leader kim|north korean train|chairman kim|the leader|supreme leader
        |supreme leader kim|supreme leader kim jong un|north korean delegation|people|person|kim's train|us
        |them|him|me|north korean leader kim|this|consignment|north korean leader kim jong un|entourage|он|она
        |они|оно|мы|поезд|поезда|поезду|ким|ким чен ын|делегация|делегации|ему|им|ей|нам|기차|기차가|기차는
        |열차|열차가|열차는|김정은|김정은이|김정은은|그가|그는|火车|火車|列车|列車|金正恩|他|他们""",
    "filler": """give|cover|covers|covering|by track|along the track|on track|there is|there are
        |basically
        |realistically|theoretically|in theory|in practice|at the minimum|on the ground|altogether
        |in total|total|overall|full
        |whole|entire|complete|that is|need to know|we need|wanna|will need
        |i need|i need to know|question is|quick question|quick one|urgent|re|pls|plz|can you say|any idea
        |have any idea|do we know
        |does anyone know|for sure|for certain|for a fact|indeed
        |happen|happens|happening|occur|occurs|down there|up there
        |вообще|ещё|еще|всё-таки|нам|скажите|подскажите|какое|каково|какой|мы|это|вовремя|вокзал|вокзала|на поезд
        |по жд|по ж/д
        |は|が|の|で|に|を|も|か|すると|と|列車で|鉄道で|です|ですか|ますか|する|には|ために|まあ|총|입니까|인가
        |인가요|얼마
        |얼마인가|얼마입니까|얼마나 되나|얼마나 됩니까|동안
        |请|能告诉我|火车站|全程|总共|一共|路程|长|多長|距离是|出发的话|的话|的時候|当天|当日|那天|当地
        |a|an|the|expect|expects|its|his|her|their|our|please|kindly|tell me|can you tell me|could you tell me
        |do you know|i want to know|i would like to know|i'd like to know|let me know|i wonder|whether|so|such
        |so as to|so that|in order to|in order for|in order that|in order|still|yet|then|exactly|precisely
        |just|what is|what's|what are|what would be|what will be|what would|what|of|on|with|at all|also
        |actually|journey|trip|ride|voyage|travel|travels|travelling|traveling|go|goes|going|get|gets|getting
        |run|runs|running|time|moment|point|point in time|in time|on time|safely|comfortably|already|really
        |possibly|probably|likely|most likely|station|stations|railway station|city|town|by train|by rail
        |by railway|by land|on rails|by railroad|via rail|rail|railway|railroad|track|line|route|path|way
        |aboard|on board|on a train|by a train|on the train|make the trip|make the journey|make the run
        |makes the trip|makes the journey|do the trip|do the journey|and still|but still|and yet|while still
        |moment to|as|for it|for the train|bring it|calculate|compute|find|show|show me|give me|work out
        |question|hello|hi|hey|thanks|thank you|estimate|needed|have|has|had|having|want|wants|wanted|wanting
        |wish|wishes|hope|hopes|hoping|plan|plans|planning|planned|intend|intends|plan is|want to|wants to
        |wish to|wishes to|hope to|hopes to|hoping to|plans to|plan to|planning to|intends to|intend to
        |trying to|tries to|aims to|aim to|aiming to|be able to|able to be|apart|take place|takes place|held
        |scheduled|set for|planned for|opens|begins|opening|beginning|hold|чтобы|по железной дороге|поездом
        |на поезде|ли|пожалуйста|город|города|станция|станции|станцию|время|туда|то|железной дороги|по рельсам
        |가장|은|는|이|가|기|위해|위해서|위해서는|려면|면|하려면|그|좀|에서의|의|까지의|사이|사이의|기차로
        |열차로|철도로|철도|요|다|지|可|的|坐火车|坐火車|乘火车|乘火車|铁路|鐵路|才能|才|多|有|是|请问|吗|嗎
        |呢|么|要想|想|在|之间|之間|需|时|時|开|走|那|他們""",
}
# What is recognised, to be refused with advice of its own.
_REFUSED: dict[str, str] = {
    'ask "latest departure for Tuesday arrival": its table has when it must leave Tumangang and be in Khasan': """cross
        |crosses|crossing|cross the border|crossing the border|crosses the border|cross into|crossing into
        |border crossing|enter russia|enter|enters|entering""",
    "add --mode air for a plane; that and trains are all that is known": """plane|by plane|by air|flight|fly|flies
        |flying|ship|by ship|by sea
        |sail|car|by car|by road|drive|bus|ferry|boat|aircraft|самолёт|самолет|비행기|飞机""",
    "the way back is a question of its own": "return|returns|returning|back|round trip|there and back",
    "it tells that it had come by then, not when: say when it arrived or left": """last seen|last seen at|last seen in
        |was last seen|already at|already in|was already at|was already in|is already at|is already in|already left
        |already arrived|had already arrived|has already arrived|already reached|had already reached|already there
        |has already reached|already passed|had already passed|has already passed|has already left""",
    "a denial can be meant in two ways": """not|no|never|cannot|can't|won't|couldn't|wouldn't|doesn't
        |mustn't|shouldn't|isn't|without|n't|не|нет|不|没|안|못""",
    "name the station (Tumangang is the last in North Korea, Khasan the first in Russia)": """border
        |the russian border|russian border
        |korean border|the korean border|north korean border|chinese border
        |the border|country|the country""",
}


@cache
def lexicon() -> dict[str, str]:
    """Return the kind of each phrase, in lower case with single spaces; `refused …` carries its reason."""
    found = list_absences()
    for kind, phrases in (*SEEN_PHRASES.items(), *_PHRASES.items()):
        for phrase in phrases.split("|"):
            found.setdefault(" ".join(phrase.split()), kind)
    for reason, phrases in _REFUSED.items():
        for phrase in phrases.split("|"):
            found.setdefault(" ".join(phrase.split()), f"refused {reason}")
    return found


@cache
def countries() -> dict[str, tuple[str, ...]]:
    """Return the country codes that a name (in lower case) stands for; two for `korea`."""
    found: dict[str, tuple[str, ...]] = {}
    for code, names in COUNTRY_NAMES.items():
        for name in names:
            key = name.casefold()
            found[key] = (*found.get(key, ()), code)
    return found
