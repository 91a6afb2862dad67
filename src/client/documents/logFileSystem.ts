import {
  EventEmitter,
  FilePermission,
  FileSystemError,
  FileType,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
  type Uri,
} from 'vscode';
import { UserError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { DocumentCache } from './documentCache';

/** The scheme `cloudtrail:`: logs as text, made by the server. Nothing can be written. */
export class LogFileSystem implements FileSystemProvider, Disposable {
  private readonly changed = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly documents: DocumentCache) {}

  async stat(uri: Uri): Promise<FileStat> {
    const { bytes, lastModified } = await this.read(uri);
    const time = { ctime: lastModified, mtime: lastModified };
    return { type: FileType.File, size: bytes.byteLength, permissions: FilePermission.Readonly, ...time };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return (await this.read(uri)).bytes;
  }

  /** Delivered logs do not change. */
  watch(): Disposable {
    return { dispose: () => undefined };
  }

  readDirectory(uri: Uri): never {
    throw FileSystemError.Unavailable(uri);
  }

  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async read(uri: Uri): ReturnType<DocumentCache['read']> {
    try {
      return await this.documents.read(uri.toString());
    } catch (error) {
      throw toFileSystemError(error);
    }
  }
}

function toFileSystemError(error: unknown): Error {
  if (!(error instanceof UserError))
    return FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
  const text = error.nextStep === undefined ? error.message : `${error.message} ${error.nextStep}`;
  const isDenied = error.code === 'accessDenied' || error.code === 'encryptionDenied';
  // Of a FileNotFound VS Code would drop the reason, and offer to create the file.
  return isDenied ? FileSystemError.NoPermissions(text) : FileSystemError.Unavailable(text);
}
