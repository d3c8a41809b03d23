db.createCollection("mqtt_msg");
