@rem A command prompt waits for this file, and not for the program itself, which is one with windows.
@"%~dp0..\MQTT Offline Inspector.exe" %*
