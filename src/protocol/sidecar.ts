/** Added to a downloaded object's file name for the file that holds what S3 said beside the bytes. */
export { sidecarSuffix } from '../engine/ports';
