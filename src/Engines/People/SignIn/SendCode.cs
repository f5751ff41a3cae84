using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>Asks for a sign-in code.</summary>
/// <param name="Phone">Mobile number of mainland China, as people type it.</param>
internal sealed record CodeWish(string? Phone);

/// <summary>A code is on its way; the answer is the same for every phone, known or not.</summary>
/// <param name="ExpiresInSeconds">How long the code is good for.</param>
/// <param name="DemoCode">The code itself, in the demo only, where no message is really sent.</param>
internal sealed record CodeSent(int ExpiresInSeconds, string? DemoCode);

/// <summary>
/// Issues a code and sends it. The message leaves after the transaction, so that a slow gateway holds up nobody else's
/// writing.
/// </summary>
internal sealed class CodeSending(UseCaseRunner runner, ISmsSender sms, DemoMode demo)
{
    public async Task<Result<CodeSent>> Send(string? phone, CancellationToken cancel)
    {
        if (sms.NotReady is { } notReady)
            return notReady;
        var issued = await runner.Run(new IssueCode(phone), cancel);
        if (!issued.Ok)
            return issued.As<CodeSent>();
        var (digits, code) = issued.Value;
        var minutes = CodeRules.Life.TotalMinutes.ToString("0", CultureInfo.InvariantCulture);
        if (await sms.Send(digits, $"【邻里】验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。", cancel) is { } refused)
            return refused;
        return new CodeSent((int)CodeRules.Life.TotalSeconds, demo.IsDemo && sms is Sms.DemoSmsSender ? code : null);
    }
}

/// <summary>Makes a code for a phone.</summary>
internal sealed record IssueCode(string? Phone) : ICommand<IssuedCode>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (!MobileNumber.TryParse(Phone, out _, out var problem))
            yield return PhoneProblems.Of(problem);
    }
}

/// <summary>Never leaves the server but by text message.</summary>
internal sealed record IssuedCode(string Phone, string Code);

internal sealed class IssueCodeHandler(LinliDb db, FieldCipher cipher, TimeProvider time) : IHandler<IssueCode, IssuedCode>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sign-in/code", async Task<Results<Ok<CodeSent>, ProblemHttpResult>> (CodeWish wish, CodeSending sending, CancellationToken cancel) =>
        {
            var sent = await sending.Send(wish.Phone, cancel);
            return sent.Ok ? TypedResults.Ok(sent.Value) : ProblemResults.From(sent.Problems);
        })
            .Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).WithTags("sign-in").WithSummary("Send a sign-in code to a phone");

    public async Task<Result<IssuedCode>> Handle(IssueCode request, CancellationToken cancel)
    {
        var phone = Phones.Valid(request.Phone);
        var hash = PhoneHash.Of(cipher, phone);
        var now = Clock.Now(time);
        var dayAgo = now.AddDays(-1);
        var sent = await db.Records<SignInCode>().Where(c => c.PhoneHash == hash && c.At > dayAgo).Select(c => c.At).ToListAsync(cancel);
        if (CodeRules.WaitSeconds(sent, now) is > 0 and var wait)
            return new Problem("code_too_soon",
                ($"请求验证码太频繁，请在 {wait} 秒后再试。", $"Too many codes were asked for: try again in {wait} seconds."),
                ProblemKind.TooMany, "phone");
        var code = CodeRules.New();
        db.Records<SignInCode>().Add(new()
        {
            Id = Guid.CreateVersion7(now),
            PhoneHash = hash,
            CodeHash = PhoneHash.OfCode(cipher, hash, code),
            At = now,
        });
        return new IssuedCode(phone.Value, code);
    }
}
