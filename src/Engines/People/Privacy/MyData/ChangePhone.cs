using Linli.People.Accounts;
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

namespace Linli.People.Privacy.MyData;

/// <summary>Changes the phone by which somebody signs in, proven by a code that was sent to the new one.</summary>
/// <param name="Phone">The new number.</param>
/// <param name="Code">The six digits.</param>
internal sealed record ChangePhone(string? Phone, string? Code) : ICommand<PhoneChanged>, IValidated
{
    public IEnumerable<Problem> Problems() => new SignInByPhone(Phone, Code).Problems();
}

/// <summary>What came of it. A refusal is an answer and not a failed result: the failed try has been counted.</summary>
/// <param name="Mask">The new number as it is shown.</param>
/// <param name="Refusal">Why it was not changed.</param>
internal sealed record PhoneChanged(string? Mask, Problem? Refusal);

internal sealed class ChangePhoneHandler(LinliDb db, FieldCipher cipher, CurrentCaller current, CallerDirectory directory, TimeProvider time)
    : IHandler<ChangePhone, PhoneChanged>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/data/phone", async Task<IResult> (ChangePhone request, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var changed = await runner.Run(request, cancel);
            if (!changed.Ok)
                return ProblemResults.From(changed.Problems);
            return changed.Value.Refusal is { } refusal ? ProblemResults.From([refusal]) : TypedResults.Ok(changed.Value);
        })
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("privacy").WithSummary("Change my phone, proven by a code 换手机号");

    public async Task<Result<PhoneChanged>> Handle(ChangePhone request, CancellationToken cancel)
    {
        if (await db.Records<Person>().SingleOrDefaultAsync(p => p.Id == current.Value.Person, cancel) is not { } person)
            return Consents.ConsentProblems.Machines;
        var phone = Phones.Valid(request.Phone);
        var hash = PhoneHash.Of(cipher, phone);
        var code = await db.Records<SignInCode>().Where(c => c.PhoneHash == hash).OrderByDescending(c => c.At).FirstOrDefaultAsync(cancel);
        if (code is null || !CodeRules.IsOpen(code, Clock.Now(time)))
            return No("code_expired", "验证码已失效，请重新获取。", "This code is no longer good: ask for a new one.", "code");
        if (code.CodeHash != PhoneHash.OfCode(cipher, hash, request.Code!.Trim()))
        {
            code.Tries++;
            return No("code_wrong", "验证码不对，请核对后再试。", "This is not the code: check it and try again.", "code");
        }

        code.Used = true;
        if (await db.Records<Person>().AnyAsync(p => p.PhoneHash == hash && p.Id != person.Id, cancel))
            return No("phone_taken", "这个手机号已有账号，请用它登录，或先在那里注销。", "This number has an account already: sign in with it, or delete that one first.", "phone");
        (person.Phone, person.PhoneHash, person.PhoneMask, person.PhoneTail) = (cipher.Seal(phone.Value), hash, phone.ToString(), phone.Tail);
        var account = current.Value.Account!.Value;
        db.AfterCommit(() => directory.Forget(account));
        return new PhoneChanged(phone.ToString(), null);
    }

    private static PhoneChanged No(string code, string zh, string en, string field) => new(null, Problem.Invalid(field, code, zh, en));
}
