import { AwsError, newAnswer, type AwsAnswer } from './awsAnswer';
import type { AwsRequest } from './awsRequest';

/** As much of Organizations as `aws cloudtrail validate-logs` asks of an organization's trail. */
export function answerOrganizations(request: AwsRequest, organizationId: string | undefined): AwsAnswer {
  if (request.operation !== 'DescribeOrganization') {
    throw new AwsError(400, 'UnknownOperationException', request.operation);
  }
  if (organizationId === undefined) {
    throw new AwsError(400, 'AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }
  const body = JSON.stringify({ Organization: { Id: organizationId } });
  return newAnswer(body, { 'content-type': 'application/x-amz-json-1.1' });
}
