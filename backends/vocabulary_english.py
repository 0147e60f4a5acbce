"""The English words that things, numbers and answers are found by."""

from __future__ import annotations

from backends.vocabulary import Vocabulary

ENGLISH_WORDS = Vocabulary(
    negations=(
        "(?<!why )not|never|without|isn't|wasn't|aren't|weren't|don't|do not|doesn't|didn't",
        "won't|can't|wouldn't|hardly|instead of|rather than|anything but|other than",
        "except( for)?|no more|forget( about)?|over",
        "(change|switch|changed|move) (it |this )?from",
    ),
    close_negations=("no|neither|nor",),
    negation_bridges=(
        "a|an|the|any|my|some|really|actually|even|just|want|need|like|prefer|wanted|to|get|have",
        "take|be|been|is|was|it|that|this|for|use|do|choose|at|all|interested|in|looking|so|much",
        "arrive|come|arrived|look|require|going|asking|asked|physically|is it|that it|because",
        "badly|exactly",
    ),
    alternatives=("or",),
    return_verbs=(
        "return(ing|ed)?",
        (
            "(send|sending|give|giving|bring|bringing|ship|shipping|mail|mailing|take|taking|hand"
            "|handing) (back|it back|them back|this back|that back|these back|those back)"
        ),
        "(send|give|ship|mail|take|bring) (?=.{1,60} back)|start a (new )?return|make a return",
        "get rid of|want to return|rma|bring back",
        (
            "(want|need|like|get|have|give me) (a |an |my |to |some )*(full )?(refund|money back"
            "|exchange|replacement|store credit)"
        ),
        "(refund|exchange|swap|replace) (me|the|my|it|this)|have (a|another) return|do a return",
    ),
    corrections=(
        "actually|i mean|i meant|meant|instead|rather|change (it|that|this)( to)?",
        "switch( it| that)?( to)?|correction|make (it|that)|i said|wait|sorry|only|just|no",
    ),
    additions=(
        "add|also|too|as well|additionally|in addition|plus|include|including|another thing",
        "on top",
    ),
    removals=(
        "remove|take out|leave out|drop|exclude|without|delete|not returning|keep|keeping",
        "scratch",
    ),
    praise=(
        "(is|are|was|were|works?) (fine|ok|okay|good|great|perfect|all right|alright|just fine)",
    ),
    determiners=(
        "the|my|our|this|that|these|those|a|an|one of the|both|all|all of the|some of the",
        "any of the|of the|of my|of these|your|another",
    ),
    prepositions=(
        "with|to|into|onto|in|inside|than|at|by|from|under|on|for|like|of|between|about|behind",
        "using|off|next to|near",
    ),
    fillers=(
        "i|i'd|i'm|i've|i'll|we|you|me|us|it|them|they|he|she|its|is|are|was|were|be|been|want",
        "wants|wanted|need|needs|would|like|to|can|could|may|will|shall|please|pls|plz|thanks",
        "thank|hi|hello|hey|yes|yeah|no|nope|ok|okay|so|and|then|but|also|too|well|just|only",
        "again|now|today|asap|online|quickly|immediately|back|away|both|add|as|actually|instead",
        "meant|mean|rather|make|change|switch|let|let's|lets|do|get|have|has|had|got|gonna|wanna",
        "going|think|guess|some|any|few|of|either|there|here|if|possible|maybe|really|wish",
        "prefer|choose|select|pick|take|with|for|from|in|on|at|the|a|an|my|our|this|that|these",
        "those|your|don't|not|wait|sorry|oh|um|uh|eh|hm|good|morning|afternoon|evening|start",
        "help|remove|return|returning|refund|exchange|swap|send|order|ordered|bought|recently",
        "still|already|because|since|reason|by|via|one|ones|all|more|very|way|myself|it's|that's",
        "there's|im|id|ill|ive",
    ),
    generic_things=(
        "something|anything|everything|items?|things?|stuff|products?|orders?|purchases?",
        "packages?|parcels?|returns?|articles?|goods|few|couple|bunch|some|one|ones|it|them|this",
        "that|refund|money|question|problem|issue|help|box|gift|present|size|color|colour|lot",
        "day|week|month|days|weeks|reason|delivery|shipping|app|website|page|one of them|rest",
        "process|label|payment|option|thing|way",
    ),
    verbs=(
        "is|was|are|were|has|have|had|do|does|did|came|come|arrived|got|get|went|goes|looks",
        "looked|seems|feels|said|says|told|bought|ordered|want|wanted|broke|works|made|makes",
        "smells|smelled|can|could|will|would|should|don't|didn't|doesn't|won't|can't|isn't",
        "wasn't|worked|need|like|know|think|see|saw|use|used|please",
    ),
    joints=("and|plus|&|as well as|and also|along with|together with",),
    breaks=(
        "because|since|that|which|who|cause|cuz|cos|as it|as they|when|where|while|so that",
        "due to|bought|purchased|ordered|i (bought|got|ordered|purchased|received|had)|for being",
        "but|then|if|given that|unless",
    ),
    numbers={
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
    },
    both=("both",),
    all=("all",),
    everything=(
        "everything( in (it|there|the order|that order|my order))?|all of (it|them)|it all",
        "them all|all items|all the items|all of the items|every item",
        "all (of )?(my|the|these|those|this) (stuff|things|products|orders?|purchases)",
        "all of (these|those)|every (thing|single (thing|item))",
        "(the |my |this |that )?(whole|entire|complete) (order|thing|purchase|lot)",
        "all of (my|the|this|that) order|the lot|all (three|four|five) of them",
    ),
    quantities=(
        "make (it|that|them) (just |only )?{n}",
        r"{n} (of|out of) (them|those|these|it|the \d+)",
        (
            "(change|set|update|increase|reduce|raise|lower) (it|that|the (quantity|number|amount"
            "|count)|quantity) (to|by|down to|up to) {n}"
        ),
        "(just|only|quantity:?|qty:?|count:?|maybe) {n}(?= ?([.,!|]|$|of (them|those)|please))",
        "{n} (units?|pieces?|pcs|copies)",
        r"{n} not (one|two|three|\d+)",
        (
            "i('d)? (have|want|need|meant|mean|said|like|would like)( to return| to send back)?"
            " {n}(?= ?([.,!|]|$|of (them|those)|instead|please|back))"
        ),
        (
            "(return|returning|send back|add|take|sending|give back|actually|no|yes|and|but|it's"
            "|rather) {n}(?= ?([.,!|]|$|of (them|those)|instead|please|back))"
        ),
    ),
    yes=(
        "yes|yep|yeah|yup|ya|yea|yess+|y|sure( thing)?|ok|okay|k|okey|alright|all right|correct",
        "right|exactly|absolutely|definitely|certainly|of course|indeed|affirmative",
        "(i )?(can )?confirm( it| that| this| the return| my return| return|ed)?",
        "go ahead( with (it|that|the return|this))?|do it|submit( it| the return| my return)?",
        "proceed|continue|go for it|place it|finish( it)?|complete( it| the return)?",
        (
            "(it |this |that |everything |all )?(looks|look|sounds|is|seems|'s) (good|great|fine"
            "|right|ok|okay|correct|perfect)( to me)?"
        ),
        "perfect|great|fine|all good|good to go|let's (go|do it|do this|proceed)|works for me",
        "i (agree|accept|do)|i'm (sure|happy with (it|that|this))",
        "that's (right|correct|it|fine|good|perfect|great)|send it|book it|good",
        "create (it|the return)|👍|yes,? i (am|do|want (it|that|this))",
    ),
    no=(
        "don't (do it|confirm( it)?|submit( it)?|go ahead|proceed|send it|create it)( yet)?",
        "i don't (confirm|agree|want (it|that|this|to confirm))|no way",
        "(just )?a (moment|minute|second)",
        "(wait|hold on|hang on|hold up)( a (moment|minute|second|sec))?|stop",
        "not (yet|now|really|so fast)|(just )?(one|a) (moment|sec|second|minute)",
        "let me think( about it)?|maybe later|later|not like that",
        "(that|this|it)('s)?( not|n't) (right|correct|what i (want|wanted|meant|said))",
        "(that|this|it|something)('s)? (wrong|incorrect|not it|not right|not correct)|incorrect",
        "wrong|(i'm )?not (sure|ready|correct|right)( yet)?",
        "((i('d)? (want|need|would like|like) to )?change something)|no|nope|nah|n|don't|👎",
    ),
    opening_no=(
        "no(?! (idea|clue|one|problem|worries|rush|longer|need|matter))|nope|nah|wait|not yet",
    ),
    courtesy=(
        "please|pls|plz|thanks( a lot| so much)?|thank you( so much| very much| very)?|thx|ty",
        "cheers|now|then|so|well|and|that's all|that is all|that's everything|everything|for now",
        "hi|hello|oh|um|hmm?|i think|i guess|mate|sir|just|very|much|actually|really",
        "with (it|that)|it",
    ),
    without_photos=(
        (
            "(i )?(don't|do not|can't) (have|take|send|upload|make|provide)( any| a)?( photos?|"
            " pictures?| camera| one)"
        ),
        "no (photos?|pictures?)|skip( it| this| the photos?)?",
        "(continue|go on|proceed|go ahead) without( (the |any )?(photos?|pictures?))?",
        "without (photos?|pictures?)",
    ),
)
