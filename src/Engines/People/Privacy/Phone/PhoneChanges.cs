using System.Globalization;
using Linli.People.Accounts;
using Linli.People.SignIn;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.People.Privacy.Phone;

/// <summary>Changes of phone that wait; also what other acts ask before they do something that could not be undone.</summary>
internal sealed class PhoneChanges(
    LinliDb db, FieldCipher cipher, CurrentCaller current, CallerDirectory directory, Outbox outbox, IOptions<OutsideOptions> options, TimeProvider time)
    : ISensitiveActs
{
    public async Task<Problem?> Hindrance(CancellationToken cancel) =>
        current.Value.Person is { } person && await Waiting(person, cancel) is { } change
            ? Problem.Conflict("phone_change_pending",
                $"正在更换手机号（{Moment(change.DueAt)} 完成），其间暂不能办理这项；旧号码确认后立即恢复。",
                $"Your phone is being changed (done {Moment(change.DueAt)}): this has to wait until then, or until the old number confirms.")
            : null;

    /// <summary>The change of a person that waits.</summary>
    public Task<PhoneChange?> Waiting(Guid person, CancellationToken cancel) =>
        db.Records<PhoneChange>().SingleOrDefaultAsync(c => c.PersonId == person && c.State == PhoneChangeState.Waiting, cancel);

    /// <summary>Puts the new number in the place of the old one.</summary>
    public async Task<bool> Complete(PhoneChange change, CancellationToken cancel)
    {
        var taken = await db.Records<Person>().AnyAsync(p => p.PhoneHash == change.PhoneHash && p.Id != change.PersonId, cancel);
        if (!taken)
            Put(await db.Records<Person>().SingleAsync(p => p.Id == change.PersonId, cancel), change.Phone!.Value, change.PhoneHash!);
        End(change, taken ? PhoneChangeState.Failed : PhoneChangeState.Done);
        db.AfterCommit(() => directory.Forget(change.AccountId));
        return !taken;
    }

    /// <summary>Stops it; whoever asked for it is signed out everywhere, as it may not have been the person.</summary>
    public async Task Stop(PhoneChange change, CancellationToken cancel)
    {
        End(change, PhoneChangeState.Stopped);
        foreach (var account in await db.Records<Account>().Where(a => a.PersonId == change.PersonId).ToListAsync(cancel))
        {
            account.EndSignIns(time);
            db.AfterCommit(() => directory.Forget(account.Id));
        }
    }

    public void Put(Person person, Sealed phone, string hash)
    {
        var number = Phones.Valid(cipher.Open(phone));
        (person.Phone, person.PhoneHash, person.PhoneMask, person.PhoneTail) = (phone, hash, number.ToString(), number.Tail);
    }

    public void Say(PhoneChange change, PhoneChangeStep step) => outbox.Add(new PhoneChangeMoved(change.Id, change.AccountId, step, change.DueAt));

    /// <summary>The link in the message to the old number: who has it can stop the change without signing in.</summary>
    public string? StopLink(PhoneChange change) =>
        options.Value.PublicUrl is { Length: > 0 } url ? $"{url.TrimEnd('/')}/phone/stop/{change.Id:N}?t={TokenOf(change.Id)}" : null;

    public bool IsToken(Guid change, string? token) =>
        token is { Length: > 0 and <= 200 } && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.ASCII.GetBytes(TokenOf(change)), System.Text.Encoding.ASCII.GetBytes(token));

    private string TokenOf(Guid change) => cipher.Hash("people.phone-change-stop", change.ToString("N"))[..32];

    private void End(PhoneChange change, PhoneChangeState state)
    {
        (change.State, change.EndedAt, change.Phone, change.PhoneHash) = (state, Clock.Now(time), null, null);
        Say(change, state switch
        {
            PhoneChangeState.Done => PhoneChangeStep.Done,
            PhoneChangeState.Stopped => PhoneChangeStep.Stopped,
            _ => PhoneChangeStep.Failed,
        });
    }

    private static string Moment(DateTimeOffset at) => LocalTime.ToLocal(at).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
