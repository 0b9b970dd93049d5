import json, sys, boto3, pytest
from pathlib import Path
sys.path.insert(0,"/tmp")
from ts_conf import Function
import os
CASES=sorted(Path("/work/main/tests/events/cases").glob("*.json"))
@pytest.fixture(scope="module")
def function(ministack):
    f=Function(os.environ["PACKAGE"],{"AWS_ENDPOINT_URL":ministack,"AWS_ACCESS_KEY_ID":"test","AWS_SECRET_ACCESS_KEY":"test","AWS_REGION":"us-east-1"})
    yield f
    f.stop()
@pytest.mark.parametrize("case",CASES,ids=lambda p:p.stem)
def test_case(function,bucket,case):
    c=json.loads(case.read_text().replace("{bucket}",bucket))
    kind,r=function.invoke(c["event"])
    if "raises" in c:
        assert kind=="error"; print(r)
        if c["raises"]["error"]: assert r["errorType"]==c["raises"]["error"]
        for t in c["raises"]["message_has"]: assert t in r["errorMessage"]
    else:
        assert kind=="response", r
        content=r["content"]
        if "content" not in c["result"]: r.pop("content")
        assert r==c["result"]
        print(content[:600])
        if "content_json" in c: assert json.loads(content)==c["content_json"]
        for t in c.get("content_has",[]): assert t in content
        if "preview_begins" in c:
            assert json.loads(content)["preview"].startswith(c["preview_begins"]); assert len(json.dumps(content,ensure_ascii=False).encode())<=c["most_bytes"]
    s3=boto3.client("s3")
    objs=[o["Key"] for o in s3.list_objects_v2(Bucket=bucket).get("Contents",[])]
    if "stored" in c:
        assert objs==[c["stored"]["key"]]
        o=s3.get_object(Bucket=bucket,Key=objs[0]); assert o["ContentType"]==c["stored"]["content_type"]
        if "repeat" in c["stored"]: assert o["Body"].read().decode()==c["stored"]["repeat"]*c["stored"]["count"]
    else: assert objs==[]
