export { createPracticeRoom, type PracticeRoom } from './practice/practice-room.ts';
export { createReplay } from './recording/replay.ts';
export { createRoomRecorder, type RoomRecorder } from './recording/room-recorder.ts';
export { createTwitchConnector } from './twitch/twitch-connector.ts';
