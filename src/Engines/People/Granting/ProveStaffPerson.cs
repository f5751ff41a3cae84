using Linli.People.Accounts;
using Linli.People.Privacy.Phone;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Granting;

/// <summary>
/// Shows by a code sent to the phone of the person that a staff account is theirs. Whoever opens a staff account may type any
/// number: until then it does its work, and sees nothing of the person.
/// </summary>
/// <param name="Code">The six digits.</param>
internal sealed record ProveStaffPerson(string? Code) : ICommand<PhoneChanged>, IValidated, IAudited
{
    public string? AuditSubject => null;

    public IEnumerable<Problem> Problems() => new ConfirmPhoneChange(Code).Problems();
}

internal sealed class ProveStaffPersonHandler(LinliDb db, FieldCipher cipher, CurrentCaller current, CallerDirectory directory, TimeProvider time)
    : IHandler<ProveStaffPerson, PhoneChanged>, IUseCase
{
    private static readonly Problem Nothing = Problem.Conflict("nothing_to_prove", "您的工作账号无需确认。", "Your staff account needs no proof.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/me/staff-person/code", async Task<IResult> (LinliDb db, FieldCipher cipher, CurrentCaller current, CodeSending codes, CancellationToken cancel) =>
        {
            var sent = await SendCode(db, cipher, current, codes, cancel);
            return sent.Ok ? TypedResults.Ok(sent.Value) : ProblemResults.From(sent.Problems);
        })
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("me").WithSummary("Send a code to the phone my staff account was opened with");
        api.MapPost("/me/staff-person", async Task<IResult> (ProveStaffPerson request, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var proven = await runner.Run(request, cancel);
            return !proven.Ok ? ProblemResults.From(proven.Problems)
                : proven.Value.Refusal is { } refusal ? ProblemResults.From([refusal]) : TypedResults.Ok(proven.Value);
        })
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("me").WithSummary("Show by that code that the staff account is mine");
    }

    public static async Task<Result<CodeSent>> SendCode(LinliDb db, FieldCipher cipher, CurrentCaller current, CodeSending codes, CancellationToken cancel) =>
        await Pending(db.Records<Account>().AsNoTracking(), current).Select(a => a.Person!.Phone).SingleOrDefaultAsync(cancel) is { } phone
            ? await codes.Send(cipher.Open(phone), cancel)
            : Nothing;

    public static IQueryable<Account> Pending(IQueryable<Account> accounts, CurrentCaller current)
    {
        var me = current.Value.Account;
        return accounts.Where(a => a.Id == me && a.Kind == AccountKind.Staff && a.ClaimPending);
    }

    public async Task<Result<PhoneChanged>> Handle(ProveStaffPerson request, CancellationToken cancel)
    {
        if (await Pending(db.Records<Account>(), current).Include(a => a.Person).SingleOrDefaultAsync(cancel) is not { Person: { PhoneHash: { } hash } person } account)
            return Nothing;
        if (await PhoneCodes.Use(db, cipher, hash, request.Code!, Clock.Now(time), cancel) is { } wrong)
            return new PhoneChanged(null, wrong);
        account.ClaimPending = false;
        db.AfterCommit(() => directory.Forget(account.Id));
        return new PhoneChanged(person.PhoneMask, null);
    }
}
