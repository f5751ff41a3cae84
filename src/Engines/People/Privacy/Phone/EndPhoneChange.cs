using Linli.People.Accounts;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Phone;

/// <summary>The change of the caller's phone that waits.</summary>
internal sealed record MyPhoneChange : IQuery<PhoneChangeOfMine>;

/// <summary>It, or nothing.</summary>
/// <param name="Mask">The new number as it is shown; <c>null</c> when no change waits.</param>
/// <param name="DueAt">When it is done by itself, UTC.</param>
internal sealed record PhoneChangeOfMine(string? Mask, DateTimeOffset? DueAt);

/// <summary>Confirms the change by a code that was sent to the old number: done at once.</summary>
/// <param name="Code">The six digits.</param>
internal sealed record ConfirmPhoneChange(string? Code) : ICommand<PhoneChanged>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Code?.Trim() is not { Length: 6 } code || !code.All(char.IsAsciiDigit))
            yield return Problem.Invalid("code", "code_shape", "请输入短信里的 6 位数字。", "Type the six digits of the message.");
    }
}

/// <summary>Stops the change, signed in or by the link of the message to the old number; everybody is signed out.</summary>
/// <param name="Change">The change of the link; left out when signed in.</param>
/// <param name="Token">The rest of the link.</param>
internal sealed record StopPhoneChange(Guid? Change = null, string? Token = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Change?.ToString();
}

/// <summary>The gateway has taken the message to the old number.</summary>
internal sealed record OldNumberTold(Guid Change) : ICommand<Done>;

/// <summary>Does a change whose wait is over.</summary>
internal sealed record CompletePhoneChange(Guid Change) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Change.ToString();
}

internal sealed class EndPhoneChangeHandler(LinliDb db, FieldCipher cipher, CurrentCaller current, PhoneChanges changes, TimeProvider time)
    : IHandler<MyPhoneChange, PhoneChangeOfMine>, IHandler<ConfirmPhoneChange, PhoneChanged>, IHandler<StopPhoneChange, Done>,
        IHandler<OldNumberTold, Done>, IHandler<CompletePhoneChange, Done>, IUseCase
{
    private static readonly Problem None = Problem.NotFound("phone_change_none", "没有正在等待的换号，也许已经完成或停止。", "No change is waiting: it may be done or stopped already.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/data/phone", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyPhoneChange(), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("The change of my phone that waits");
        api.MapPost("/me/data/phone/old-code", async Task<IResult> (OldNumberCode codes, CancellationToken cancel) =>
        {
            var sent = await codes.Send(cancel);
            return sent.Ok ? TypedResults.Ok(sent.Value) : ProblemResults.From(sent.Problems);
        })
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("privacy").WithSummary("Send a code to my old number");
        api.MapPost("/me/data/phone/confirm", async Task<IResult> (ConfirmPhoneChange request, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var confirmed = await runner.Run(request, cancel);
            if (!confirmed.Ok)
                return ProblemResults.From(confirmed.Problems);
            return confirmed.Value.Refusal is { } refusal ? ProblemResults.From([refusal]) : TypedResults.Ok(confirmed.Value);
        })
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("privacy").WithSummary("Confirm the change by the old number: done at once");
        api.MapPost("/me/data/phone/stop", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new StopPhoneChange(), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Stop the change of my phone and sign everybody out");
    }

    public async Task<Result<PhoneChangeOfMine>> Handle(MyPhoneChange request, CancellationToken cancel) =>
        current.Value.Person is { } person && await changes.Waiting(person, cancel) is { } change
            ? new PhoneChangeOfMine(change.Mask, change.DueAt)
            : new PhoneChangeOfMine(null, null);

    public async Task<Result<PhoneChanged>> Handle(ConfirmPhoneChange request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } person || await changes.Waiting(person, cancel) is not { } change)
            return None;
        var old = await db.Records<Person>().Where(p => p.Id == person).Select(p => p.PhoneHash).SingleAsync(cancel);
        if (await PhoneCodes.Use(db, cipher, old!, request.Code!, Clock.Now(time), cancel) is { } wrong)
            return new PhoneChanged(null, wrong);
        return await changes.Complete(change, cancel)
            ? new PhoneChanged(change.Mask, null)
            : new PhoneChanged(null, Problem.Invalid("phone", "phone_taken", "这个手机号已有账号，换号没有完成。", "This number has an account by now: nothing was changed."));
    }

    public async Task<Result<Done>> Handle(StopPhoneChange request, CancellationToken cancel)
    {
        var change = request.Change is { } id
            ? changes.IsToken(id, request.Token) ? await db.Records<PhoneChange>().SingleOrDefaultAsync(c => c.Id == id && c.State == PhoneChangeState.Waiting, cancel) : null
            : current.Value.Person is { } person ? await changes.Waiting(person, cancel) : null;
        if (change is null)
            return None;
        await changes.Stop(change, cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(OldNumberTold request, CancellationToken cancel)
    {
        if (await db.Records<PhoneChange>().SingleOrDefaultAsync(c => c.Id == request.Change, cancel) is { } change)
            change.OldToldAt = Clock.Now(time);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CompletePhoneChange request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (!current.Value.IsSystem
            || await db.Records<PhoneChange>().SingleOrDefaultAsync(c => c.Id == request.Change && c.State == PhoneChangeState.Waiting && c.DueAt <= now, cancel) is not { } change)
            return None;
        await changes.Complete(change, cancel);
        return Done.It;
    }
}

/// <summary>Sends a code to the number the caller signs in by, which they need not know by heart.</summary>
internal sealed class OldNumberCode(LinliDb db, FieldCipher cipher, CurrentCaller current, CodeSending codes)
{
    public async Task<Result<CodeSent>> Send(CancellationToken cancel) =>
        await db.Records<Person>().AsNoTracking().Where(p => p.Id == current.Value.Person).Select(p => p.Phone).SingleOrDefaultAsync(cancel) is { } phone
            ? await codes.Send(cipher.Open(phone), cancel)
            : Consents.ConsentProblems.Machines;
}

/// <summary>Tells old numbers that could not be reached at once, and does what has waited long enough.</summary>
internal sealed class PhoneChangeJob(LinliDb db, UseCaseRunner runner, PhoneChangeDesk desk) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        await desk.TellOldNumbers(cancel);
        var now = desk.Now;
        foreach (var due in await db.Records<PhoneChange>().Where(c => c.State == PhoneChangeState.Waiting && c.DueAt <= now).OrderBy(c => c.DueAt).Select(c => c.Id).Take(200).ToListAsync(cancel))
            await runner.Run(new CompletePhoneChange(due), cancel);
    }
}
