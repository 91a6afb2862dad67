import type { TimelineSubject } from '../../engine/timeline/timeline';
import { askValue, type ValueQuestion } from '../search/askValue';
import type { Place } from '../search/place';
import { quote, toPattern } from '../search/queryText';
import { askSearch } from '../search/searchBox';
import { newAbortError } from '../../base/errors';
import type { ClientServices } from '../services';
import type { Choice } from './askSubject';
import type { TimelineToOpen } from './openTimeline';
import { toSubjectText, type SubjectText } from './subjectText';

const title = 'Show Timeline';
const issuerArn = 'userIdentity.sessionContext.sessionIssuer.arn';

interface Kind {
  readonly text: SubjectText;
  readonly question: Omit<ValueQuestion, 'title'>;
  readonly toSubject: (value: string) => TimelineSubject;
}

const kinds: readonly Kind[] = [
  {
    text: { icon: 'account', name: 'Principal…', kind: 'a user, a role with all its sessions, one session, a service' },
    question: {
      columns: ['principalId', issuerArn],
      placeHolder: 'ARN, or a name such as alice; * stands for anything',
    },
    toSubject: toPrincipalSubject,
  },
  {
    text: { icon: 'key', name: 'Access Key…', kind: 'what it signed, and where it was made' },
    question: { columns: ['userIdentity.accessKeyId'], placeHolder: 'AKIA… or ASIA…: keys that occur are offered' },
    toSubject: (id) => toSubject('key', 'key', id),
  },
  {
    text: { icon: 'symbol-misc', name: 'Resource…', kind: 'an ARN, a bucket, an instance …' },
    question: { columns: ['resources'], placeHolder: 'ARN, bucket, instance, role …: names that occur are offered' },
    toSubject: (id) => toSubject('resource', 'resource', id),
  },
  {
    text: { icon: 'globe', name: 'Address…', kind: 'where requests came from' },
    question: { columns: ['sourceIPAddress'], placeHolder: 'An address, a block such as 203.0.113.0/24, a service' },
    toSubject: (id) => toSubject('address', 'ip', id),
  },
  {
    text: { icon: 'organization', name: 'Account…', kind: 'what it got records of, and what it did elsewhere' },
    question: { columns: ['recipientAccountId', 'userIdentity.accountId'], placeHolder: '12 digits' },
    toSubject: (id) => toSubject('account', 'account', id),
  },
];

/** What a timeline can be asked for, each asking on for what it needs. */
export function listTimelineKinds(services: ClientServices, place: Place): readonly Choice<TimelineToOpen>[] {
  const asked = kinds.map(({ text, question, toSubject: toSubjectOf }): Choice<TimelineToOpen> => ({
    text,
    choose: async () => {
      const kind = text.name.replace('…', '');
      const value = await askValue(services, place, { ...question, title: `${title}: ${kind}` });
      return { place, subject: toSubjectOf(value) };
    },
  }));
  return [
    ...asked,
    {
      text: { icon: 'search', name: 'Search…', kind: 'whatever a query finds' },
      choose: async () => {
        const search = await askSearch(services, place);
        if (search === undefined) throw newAbortError();
        await services.history.add(search.query);
        return { place: search.place, subject: { kind: 'query', text: search.query } };
      },
    },
    {
      text: { icon: 'list-flat', name: 'Every Record', kind: place.title },
      choose: () => ({ place, subject: { kind: 'query', text: '' } }),
    },
  ];
}

export function toTimelineChoice(place: Place, subject: TimelineSubject): Choice<TimelineToOpen> {
  return { text: toSubjectText(subject), choose: () => ({ place, subject }) };
}

/** A value with wildcards is a search. */
function toSubject(kind: 'key' | 'resource' | 'address' | 'account', field: string, id: string): TimelineSubject {
  const pattern = toPattern(field, id);
  return pattern === undefined ? { kind, id } : { kind: 'query', text: pattern };
}

/** Only ids tell one principal from another: a plain name is searched for, wherever principals are named. */
function toPrincipalSubject(value: string): TimelineSubject {
  const pattern = toPattern('principal', value);
  if (pattern !== undefined) return { kind: 'query', text: pattern };
  const isId = /^(arn:|A[A-Z]{3}[A-Z0-9]{12,})/.test(value) || /\.amazonaws\.com$/.test(value);
  return isId ? { kind: 'principal', id: value } : { kind: 'query', text: `principal:${quote(value)}` };
}
