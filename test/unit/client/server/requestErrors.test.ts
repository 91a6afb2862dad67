import * as assert from 'node:assert/strict';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol';
import { isAbort, UserError } from '../../../../src/base/errors';
import { toRequestError } from '../../../../src/client/server/requestErrors';
import { userErrorCode } from '../../../../src/protocol/requests';

describe('errors of requests', () => {
  it('are UserErrors again', () => {
    const data = {
      code: 'accessDenied',
      message: 'No.',
      operation: 's3:ListBucket',
      identity: 'arn',
      nextStep: 'Ask.',
    };
    const error = toRequestError(new ResponseError(userErrorCode, 'No.', data), false);
    assert.ok(error instanceof UserError);
    const { code, message, operation, identity, nextStep } = error;
    assert.deepEqual({ code, message, operation, identity, nextStep }, data);
  });

  it('are aborts when the request was cancelled, whatever came back', () => {
    assert.ok(isAbort(toRequestError(new ResponseError(LSPErrorCodes.RequestCancelled, ''), false)));
    assert.ok(isAbort(toRequestError(new ResponseError(LSPErrorCodes.ServerCancelled, ''), false)));
    assert.ok(isAbort(toRequestError(new Error('socket closed'), true)));
  });

  it('say that the server stopped', () => {
    for (const code of [ErrorCodes.ConnectionInactive, ErrorCodes.PendingResponseRejected]) {
      const error = toRequestError(new ResponseError(code, 'Pending response rejected'), false);
      assert.match(error.message, /server stopped/);
    }
  });

  it('keep the message of anything else', () => {
    const error = toRequestError(new ResponseError(userErrorCode, 'odd', { code: 7 }), false);
    assert.ok(error instanceof UserError);
    assert.equal(error.code, 'unexpected');
    assert.equal(error.message, 'odd');
  });
});
