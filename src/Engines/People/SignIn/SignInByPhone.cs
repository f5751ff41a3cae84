using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>Signs a resident in by a code sent to the phone; makes the account at the first time.</summary>
/// <param name="Phone">The phone the code was sent to.</param>
/// <param name="Code">Six digits.</param>
internal sealed record SignInByPhone(string? Phone, string? Code) : ICommand<SignInVerdict>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (!MobileNumber.TryParse(Phone, out _, out var problem))
            yield return PhoneProblems.Of(problem);
        if (Code?.Trim() is not { Length: 6 } code || !code.All(char.IsAsciiDigit))
            yield return Problem.Invalid("code", "code_shape", "请输入短信里的 6 位数字。", "Type the six digits of the message.");
    }
}

internal sealed class SignInByPhoneHandler(LinliDb db, FieldCipher cipher, Privacy.Erasures.ErasureDesk erasures, CallerDirectory directory, TimeProvider time)
    : IHandler<SignInByPhone, SignInVerdict>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sign-in/phone", async (SignInByPhone request, UseCaseRunner runner, LinliDb db, CancellationToken cancel) =>
            await Tokens.Answer(await runner.Run(request, cancel), db, cancel))
            .Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).WithTags("sign-in").WithSummary("Sign in with a phone code: bearer tokens")
            .Produces<AccessTokenResponse>().ProducesProblem(StatusCodes.Status401Unauthorized);

    public async Task<Result<SignInVerdict>> Handle(SignInByPhone request, CancellationToken cancel)
    {
        var phone = Phones.Valid(request.Phone);
        var hash = PhoneHash.Of(cipher, phone);
        var now = Clock.Now(time);

        // Only the newest code counts: who asks again throws the old one away.
        var code = await db.Records<SignInCode>().Where(c => c.PhoneHash == hash).OrderByDescending(c => c.At).FirstOrDefaultAsync(cancel);
        if (code is null || !CodeRules.IsOpen(code, now))
            return SignInVerdict.No("code_expired", "验证码已失效，请重新获取。", "This code is no longer good: ask for a new one.", "code");
        if (code.CodeHash != PhoneHash.OfCode(cipher, hash, request.Code!.Trim()))
        {
            code.Tries++;
            return SignInVerdict.No("code_wrong", "验证码不对，请核对后再试。", "This is not the code: check it and try again.", "code");
        }

        code.Used = true;
        return await Enter(phone, hash, now, cancel);
    }

    private async Task<SignInVerdict> Enter(MobileNumber phone, string hash, DateTimeOffset now, CancellationToken cancel)
    {
        var person = await db.Records<Person>().SingleOrDefaultAsync(p => p.PhoneHash == hash, cancel);
        if (person is null)
            db.Records<Person>().Add(person = new()
            {
                Id = Guid.CreateVersion7(now),
                Phone = cipher.Seal(phone.Value),
                PhoneHash = hash,
                PhoneMask = phone.ToString(),
                PhoneTail = phone.Tail,
                At = now,
            });
        var account = await db.Records<Account>()
            .SingleOrDefaultAsync(a => a.PersonId == person.Id && a.Kind == AccountKind.Resident, cancel);
        if (account is null)
        {
            db.Records<Account>().Add(account = NewAccounts.Resident(person.Id, time, now));
            // Somebody of the register, whose phone may have changed hands since it was written down.
            // A staff account opened with this number was never shown to belong to whoever holds the phone.
            foreach (var staff in await db.Records<Account>().Where(a => a.PersonId == person.Id && a.Kind == AccountKind.Staff).ToListAsync(cancel))
            {
                staff.ClaimPending = true;
                db.AfterCommit(() => directory.Forget(staff.Id));
            }

            account.ClaimPending = await db.Unfiltered<HomeTie>().AnyAsync(t => t.PersonId == person.Id, cancel);
        }

        if (account.SuspendedAt is not null)
            return AccountProblems.Suspended;
        account.LastSignInAt = now;
        if (!account.ClaimPending)
            await erasures.TakeBackBySigningIn(person.Id, cancel);
        return SignInVerdict.Yes(account.Id);
    }
}
