using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>Adds a house whose accounts may be used, or changes one.</summary>
/// <param name="NameZh">What people read, 2–40 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="Kind">oidc, oAuth or ticket.</param>
/// <param name="ClientId">Our id there.</param>
/// <param name="ClientSecret">Our secret there; left out it stays as it is.</param>
/// <param name="Authority">Issuer; for oidc.</param>
/// <param name="AuthorizationUrl">Where browsers go; for the other kinds.</param>
/// <param name="TokenUrl">Where codes or tickets are exchanged; for the other kinds.</param>
/// <param name="UserInfoUrl">Where user data lie; for oAuth.</param>
/// <param name="Scopes">What is asked for, separated by blanks.</param>
/// <param name="SubjectClaim">Name of the claim with the id there; dots lead into objects.</param>
/// <param name="NameClaim">Name of the claim with the full name.</param>
/// <param name="PhoneClaim">Name of the claim with the mobile number.</param>
/// <param name="PhoneVerifiedClaim">Name of the claim that says whether the number, or with <c>resultOnly</c> the person, was verified.</param>
/// <param name="ResultOnly">Whether name and number are never read (R43).</param>
/// <param name="TrustsPhone">Whether a verified number that nobody here has opens a new account without a code.</param>
/// <param name="ForStaff">Whether staff may come in by it; the house asks for a second factor itself.</param>
/// <param name="SharedDataUrl">Where it shares data for forms.</param>
/// <param name="VerifyUrl">Where it verifies certificates of the network identity that people show (R43).</param>
/// <param name="Active">Whether it is offered.</param>
internal sealed record KeepProvider(
    string? NameZh, string? NameEn, ProviderKind? Kind, string? ClientId, string? ClientSecret = null, string? Authority = null,
    string? AuthorizationUrl = null, string? TokenUrl = null, string? UserInfoUrl = null, string? Scopes = null, string? SubjectClaim = null,
    string? NameClaim = null, string? PhoneClaim = null, string? PhoneVerifiedClaim = null, bool ResultOnly = false, bool TrustsPhone = false,
    bool ForStaff = false, string? SharedDataUrl = null, string? VerifyUrl = null, bool Active = true) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Part of addresses: 2–30 small letters, digits, hyphens.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    string? IAudited.AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code is not { Length: >= 2 and <= 30 } || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "provider_code", "代码为 2–30 个小写字母、数字或连字符。", "A code has 2–30 small letters, digits or hyphens.");
        if (NameZh?.Trim() is not { Length: >= 2 and <= 40 } || NameEn?.Trim() is not { Length: >= 2 and <= 40 })
            yield return Problem.Invalid("nameZh", "provider_name", "请填写中英文名称（各 2–40 个字）。", "Give a Chinese and an English name (2–40 characters each).");
        if (ClientId?.Trim() is not { Length: >= 1 and <= 200 })
            yield return Problem.Invalid("clientId", "provider_client", "请填写对方分配的客户端编号。", "Give the client id that the house has assigned.");
        foreach (var (field, value) in Needed())
            if (string.IsNullOrWhiteSpace(value) || value.Length > 500)
                yield return Problem.Invalid(field, "provider_address", "请填写地址（不超过 500 个字符）。", "Give the address (at most 500 characters).");
        if (Kind is null)
            yield return Problem.Invalid("kind", "provider_kind", "类型应为 oidc、oAuth 或 ticket。", "The kind is oidc, oAuth or ticket.");
        if (new[] { Scopes, SubjectClaim, NameClaim, PhoneClaim, PhoneVerifiedClaim, SharedDataUrl, VerifyUrl }.Any(t => t?.Length > 500))
            yield return Problem.Invalid("scopes", "provider_length", "每项不超过 500 个字符。", "Each has at most 500 characters.");
    }

    public IEnumerable<(string Field, string? Value)> Needed() => Kind switch
    {
        ProviderKind.Oidc => [("authority", Authority)],
        ProviderKind.OAuth => [("authorizationUrl", AuthorizationUrl), ("tokenUrl", TokenUrl), ("userInfoUrl", UserInfoUrl)],
        _ => [("authorizationUrl", AuthorizationUrl), ("tokenUrl", TokenUrl)],
    };
}

internal sealed class KeepProviderHandler(LinliDb db, CurrentCaller current, FieldCipher cipher, OutsideChannel channel, TimeProvider time)
    : IHandler<KeepProvider, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/sign-in/providers/{code}", (string code, KeepProvider request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Code = code }, cancel))
            .Needs(PeoplePermissions.ManageProviders).WithTags("sign-in").WithSummary("Add or change a house whose accounts may be used");

    public async Task<Result<Done>> Handle(KeepProvider request, CancellationToken cancel)
    {
        if (!current.Value.May(PeoplePermissions.ManageProviders, ScopePath.Root))
            return Problem.Forbidden("beyond_own_scope", "只有全平台管理员可以设置登录方式。", "Only who administers everything may set ways to sign in.");
        var row = await db.Records<OutsideProvider>().SingleOrDefaultAsync(p => p.Code == request.Code, cancel);
        if (row?.IsSimulator == true)
            return Problem.Conflict("provider_simulated", "演示用的模拟器不能修改。", "The simulator of the demo cannot be changed.");
        foreach (var (field, value) in request.Needed().Append(("sharedDataUrl", request.SharedDataUrl)).Append(("verifyUrl", request.VerifyUrl)))
            if (!string.IsNullOrWhiteSpace(value) && !channel.MayKeep(value))
                return Problem.Invalid(field, "provider_address", "请填写 https 外部地址。", "Give an https address outside the network; an operator may allow others with People:Outside:AllowPrivate.");
        if (row is null)
            db.Records<OutsideProvider>().Add(row = new()
            {
                Code = request.Code, NameZh = "", NameEn = "", Kind = request.Kind!.Value, ClientId = "", At = Clock.Now(time),
            });
        Fill(row, request);
        return Done.It;
    }

    private void Fill(OutsideProvider row, KeepProvider request)
    {
        (row.NameZh, row.NameEn, row.Kind) = (request.NameZh!.Trim(), request.NameEn!.Trim(), request.Kind!.Value);
        (row.Authority, row.AuthorizationUrl, row.TokenUrl) = (Text(request.Authority), Text(request.AuthorizationUrl), Text(request.TokenUrl));
        (row.UserInfoUrl, row.SharedDataUrl, row.Scopes) = (Text(request.UserInfoUrl), Text(request.SharedDataUrl), request.Scopes?.Trim() ?? "");
        (row.VerifyUrl, row.ClientId) = (Text(request.VerifyUrl), request.ClientId!.Trim());
        if (Text(request.ClientSecret) is { } secret)
            row.ClientSecret = cipher.Seal(secret);
        row.SubjectClaim = Text(request.SubjectClaim) ?? "sub";
        row.NameClaim = Text(request.NameClaim) ?? "name";
        row.PhoneClaim = Text(request.PhoneClaim) ?? "phone_number";
        row.PhoneVerifiedClaim = Text(request.PhoneVerifiedClaim) ?? "phone_number_verified";
        (row.ResultOnly, row.TrustsPhone, row.ForStaff, row.Active) = (request.ResultOnly, request.TrustsPhone, request.ForStaff, request.Active);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
