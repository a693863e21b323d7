from fastapi.testclient import TestClient

from parcels.boundary.http import app

client = TestClient(app)
for body in ({"parcel_weight": 2, "ship_to": "Ulm"}, {"parcelWeight": 2, "shipTo": "Ulm"}):
    assert client.post("/parcels", json=body).status_code == 200
