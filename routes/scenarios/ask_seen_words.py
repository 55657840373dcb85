"""The words of what was seen: verbs of sightings, of arrivals in the past, and what tells that it was not there yet."""

from __future__ import annotations

# Each kind with its phrases, separated by bars. What ends in `into` is an arrival there, in `from` a departure.
SEEN_PHRASES: dict[str, str] = {
    "sighted": """seen|sighted|spotted|passed|observed|photographed|filmed|crossed|sighting|reported
        |noticed|was reported|came through|went through|seen to|went past|ran through|rolled through|transited
        |crossed the bridge into|crossed the river into|crossed the border into|crossed over into|crossed into
        |crossed the bridge to|crossed the bridge at|crossed the border at|crossed the river at|crossed over at
        |crossed the tumen into|came over the bridge into|came across the bridge into|came over the border into
        |crossed the friendship bridge into|crossed the rail bridge into|crossed the railway bridge into
        |crossed the bridge from|crossed the border from|crossed the river from|crossed over from|rolled into
        |drew into|steamed into|entered|captured on video|caught on camera
        |видели|увидели|замечен|замечена|был замечен|прошел|прошла|проехал|проехали|проследовала
        |прошёл|проследовал|въехал в
        |목격|목격됐|목격됐는데|목격되었는데|목격되었고|목격됐고|목격된|목격됐다|목격되었다
        |포착됐는데|포착됐다
        |통과|통과했|통과했는데|통과하였는데|통과했다|통과했고|지났는데|지났고|看到|被看到|目击
        |被目击|目擊|经过了|目撃|目撃され|目撃された|目撃されました|目撃されて|通過した|通過しました""",
    "standing": """now in|currently in|currently at|is now in|is now at|is currently in|is currently at""",
    "arrived": """arrived|reached|got in|came in|pulled in|pulled into|прибыл|прибыла|приехал|приехали|도착했|도착했는데
        |도착했고|도착했다|도착했습니다|도착했으며|도착하였는데|到了|到達した|到着した|到着しました""",
}

_NOT = "not|not yet|has not|has not yet|hasn't|hasn't yet|had not|hadn't|was not|wasn't|still not"
_NOT_BEEN = "not been|not yet been|has not been|has not yet been|hasn't been|had not been|hadn't been|never been"
_DID_NOT = "did not|didn't"
_SEEN = "seen|sighted|spotted|observed|noticed|reported"
_COME = "arrived|reached|passed|arrived in|arrived at"
_COMES = "arrive|arrive in|arrive at|reach|pass"
_LEFT = "left|departed|left yet|departed yet|left there|moved|moved on|gone on"
_HAVE_NOT = "not|not yet|has not|has not yet|hasn't|hasn't yet|have not|had not|had not yet|hadn't|still not"
_STAYS = """still there|is still there|was still there|remains there|still at|still in|is still at|is still in
    |was still at|was still in|still standing at|still standing in|still stood at|did not leave|didn't leave"""


def list_absences() -> dict[str, str]:
    """Return the phrases that tell where a train was not seen, had not come, or had not left."""
    pairs = ((_NOT, _SEEN), (_NOT_BEEN, _SEEN), (_NOT, _COME), (_DID_NOT, _COMES))
    found = {
        f"{no} {verb}": "unsighted" for first, last in pairs for no in first.split("|") for verb in last.split("|")
    }
    left = [f"{no} {verb}" for no in _HAVE_NOT.split("|") for verb in _LEFT.split("|")]
    return found | {" ".join(phrase.split()): "unleft" for phrase in (*left, *_STAYS.split("|"))}
