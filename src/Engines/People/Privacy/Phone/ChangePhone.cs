using System.Globalization;
using Linli.People.Accounts;
using Linli.People.Privacy.Terms;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Phone;

/// <summary>
/// Asks for another phone to sign in by, proven by a code that was sent to it. The old number is told; the change is done when
/// the old number confirms it, or after a wait.
/// </summary>
/// <param name="Phone">The new number.</param>
/// <param name="Code">The six digits.</param>
internal sealed record ChangePhone(string? Phone, string? Code) : ICommand<PhoneChanged>, IValidated
{
    public IEnumerable<Problem> Problems() => new SignInByPhone(Phone, Code).Problems();
}

/// <summary>What came of it. A refusal is an answer and not a failed result: the failed try has been counted.</summary>
/// <param name="Mask">The new number as it is shown.</param>
/// <param name="Refusal">Why it was not changed.</param>
/// <param name="DueAt">When it is done by itself, UTC; <c>null</c> when it is done.</param>
internal sealed record PhoneChanged(string? Mask, Problem? Refusal, DateTimeOffset? DueAt = null);

internal sealed class ChangePhoneHandler(LinliDb db, FieldCipher cipher, CurrentCaller current, PhoneChanges changes, Waits waits, CallerDirectory directory, TimeProvider time)
    : IHandler<ChangePhone, PhoneChanged>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/data/phone", async Task<IResult> (ChangePhone request, PhoneChangeDesk desk, CancellationToken cancel) =>
        {
            var changed = await desk.Ask(request, cancel);
            if (!changed.Ok)
                return ProblemResults.From(changed.Problems);
            return changed.Value.Refusal is { } refusal ? ProblemResults.From([refusal]) : TypedResults.Ok(changed.Value);
        })
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("privacy").WithSummary("Ask for another phone, proven by a code 换手机号");

    public async Task<Result<PhoneChanged>> Handle(ChangePhone request, CancellationToken cancel)
    {
        if (await db.Records<Person>().SingleOrDefaultAsync(p => p.Id == current.Value.Person, cancel) is not { } person)
            return Consents.ConsentProblems.Machines;
        var now = Clock.Now(time);
        var phone = Phones.Valid(request.Phone);
        var hash = PhoneHash.Of(cipher, phone);
        if (await PhoneCodes.Use(db, cipher, hash, request.Code!, now, cancel) is { } wrong)
            return new PhoneChanged(null, wrong);
        if (hash == person.PhoneHash)
            return No("phone_same", "这就是您现在的手机号。", "This is your number already.");
        if (await db.Records<Person>().AnyAsync(p => p.PhoneHash == hash && p.Id != person.Id, cancel))
            return No("phone_taken", "这个手机号已有账号，请用它登录，或先在那里注销。", "This number has an account already: sign in with it, or delete that one first.");
        var account = current.Value.Account!.Value;
        if (person.PhoneHash is null)
        {
            // Nobody could be told, and nobody is locked out: it is the first number.
            changes.Put(person, cipher.Seal(phone.Value), hash);
            db.AfterCommit(() => directory.Forget(account));
            return new PhoneChanged(phone.ToString(), null);
        }

        if (await changes.Waiting(person.Id, cancel) is not null)
            return No("phone_change_running", "已有一次换号正在等待，请先停止它。", "A change is waiting already: stop it first.");
        var change = new PhoneChange
        {
            Id = Guid.CreateVersion7(now), PersonId = person.Id, AccountId = account, Phone = cipher.Seal(phone.Value), PhoneHash = hash, Mask = phone.ToString(),
            At = now, DueAt = now + await waits.Of(Waits.PhoneChange, cancel), State = PhoneChangeState.Waiting,
        };
        db.Records<PhoneChange>().Add(change);
        changes.Say(change, PhoneChangeStep.Asked);
        return new PhoneChanged(phone.ToString(), null, change.DueAt);
    }

    private static PhoneChanged No(string code, string zh, string en) => new(null, Problem.Invalid("phone", code, zh, en));
}

/// <summary>Codes that were sent to a phone, where they show that somebody holds it.</summary>
internal static class PhoneCodes
{
    /// <summary>Spends the newest code of a phone; why it does not count, otherwise. A wrong one is counted.</summary>
    public static async Task<Problem?> Use(LinliDb db, FieldCipher cipher, string phoneHash, string typed, DateTimeOffset now, CancellationToken cancel)
    {
        var code = await db.Records<SignInCode>().Where(c => c.PhoneHash == phoneHash).OrderByDescending(c => c.At).FirstOrDefaultAsync(cancel);
        if (code is null || !CodeRules.IsOpen(code, now))
            return Problem.Invalid("code", "code_expired", "验证码已失效，请重新获取。", "This code is no longer good: ask for a new one.");
        if (code.CodeHash != PhoneHash.OfCode(cipher, phoneHash, typed.Trim()))
        {
            code.Tries++;
            return Problem.Invalid("code", "code_wrong", "验证码不对，请核对后再试。", "This is not the code: check it and try again.");
        }

        code.Used = true;
        return null;
    }
}

/// <summary>
/// Runs a change and tells the old number. The message leaves after the transaction, so that a slow gateway holds up nobody
/// else's writing; what it did not take is tried again by the job.
/// </summary>
internal sealed class PhoneChangeDesk(LinliDb db, UseCaseRunner runner, PhoneChanges changes, IPersonalSms sms, TimeProvider time)
{
    public async Task<Result<PhoneChanged>> Ask(ChangePhone request, CancellationToken cancel)
    {
        var asked = await runner.Run(request, cancel);
        if (asked is { Ok: true, Value: { Refusal: null, DueAt: not null } })
            await TellOldNumbers(cancel);
        return asked;
    }

    /// <summary>Tells every old number that has not been told.</summary>
    public async Task TellOldNumbers(CancellationToken cancel)
    {
        foreach (var change in await db.Records<PhoneChange>().AsNoTracking()
            .Where(c => c.State == PhoneChangeState.Waiting && c.OldToldAt == null).OrderBy(c => c.At).Take(100).ToListAsync(cancel))
        {
            var due = LocalTime.ToLocal(change.DueAt).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
            var (zh, en) = changes.StopLink(change) is { } link
                ? ($"如非本人操作，请打开 {link} 停止。", $"Was it not you? Stop it: {link}")
                : ("如非本人操作，请用本号码登录，在“我的—更正信息”里停止。", "Was it not you? Sign in with this number and stop it under Me, Correct my data.");
            var refused = await sms.Send(
                change.AccountId, ($"【邻里】有人申请更换您账号的手机号，{due} 生效。{zh}", $"[Linli] Somebody asks to change the phone of your account, done {due}. {en}"), cancel);
            if (refused is null)
                await runner.Run(new OldNumberTold(change.Id), cancel);
        }
    }

    /// <summary>Now, for the rows the job looks at.</summary>
    public DateTimeOffset Now => Clock.Now(time);
}
