using Linli.Ledger;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Funds;

/// <summary>Enters a charity, or what changed about it (慈善组织登记).</summary>
/// <param name="Code">2–20 small letters, digits and hyphens.</param>
/// <param name="Place">Code of the place; fixed once it stands.</param>
/// <param name="Name">Its registered name.</param>
/// <param name="Registration">统一社会信用代码.</param>
/// <param name="Certificate">Number of the certificate for public fundraising, where it has one.</param>
/// <param name="ValidFrom">First day of the certificate.</param>
/// <param name="ValidTo">Last day.</param>
/// <param name="SuspendedOn">Since when it may not raise funds.</param>
/// <param name="BankAccount">Bank and last four digits of its account.</param>
internal sealed record KeepCharity(
    string Code, string? Place, string? Name, string? Registration, string? Certificate, DateOnly? ValidFrom, DateOnly? ValidTo, DateOnly? SuspendedOn, string? BankAccount) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (FundCode.Wrong(Code) is { } code)
            yield return code;
        if (Text(Name, 60, "name", "请填写慈善组织的登记名称", "Give the charity's registered name") is { } name)
            yield return name;
        if (!FundRules.IsRegistration(Registration))
            yield return Problem.Invalid("registration", "funds.registration", "统一社会信用代码应为 18 位且校验正确。", "A unified social credit code has 18 characters, the last of which checks the others.");
        if ((Certificate is null or "") != (ValidFrom is null) || (ValidFrom is null) != (ValidTo is null) || ValidTo < ValidFrom)
            yield return Problem.Invalid("validTo", "funds.certificate", "证书编号和有效期要一起填，且到期日不早于生效日。", "Give the certificate with both of its days, the last not before the first.");
        if (Text(BankAccount, 60, "bankAccount", "请填写开户行和账号后四位", "Give the bank and the last four digits") is { } bank)
            yield return bank;
    }
}

/// <summary>Opens a fund of a charity that may raise funds in public today.</summary>
internal sealed record OpenCharityFund(string Code, string? Charity, string? NameZh, string? NameEn) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (FundCode.Wrong(Code) is { } code)
            yield return code;
        if (Text(NameZh, 40, "nameZh", "请填写基金名称", "Name the fund") is { } name)
            yield return name;
    }
}

/// <summary>Charities of the caller's places.</summary>
internal sealed record ListCharities : IQuery<IReadOnlyList<CharityLine>>;

/// <summary>A charity with whether it may take money today, and why not.</summary>
internal sealed record CharityLine(string Code, string Name, string Registration, string? Certificate, DateOnly? ValidFrom, DateOnly? ValidTo, DateOnly? SuspendedOn, string BankAccount, Platform.Text.Phrase? NotNow);

/// <summary>Codes of charities and funds.</summary>
internal static class FundCode
{
    public static Problem? Wrong(string? code) => code is { Length: >= 2 and <= 20 } && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        ? null : Problem.Invalid("code", "funds.code", "代号用 2–20 个小写字母、数字或连字符。", "A code has 2 to 20 small letters, digits or hyphens.");
}

internal sealed class KeepFundHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ILedger ledger, TimeProvider time)
    : IHandler<KeepCharity, Done>, IHandler<OpenCharityFund, Done>, IHandler<ListCharities, IReadOnlyList<CharityLine>>, IUseCase
{
    /// <summary>Purpose of the account that a fund lies on.</summary>
    public const string Purpose = "charity";

    public static readonly Problem NoCharity = Problem.NotFound("funds.charity_not_found", "没有找到这个慈善组织。", "This charity was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/charities/{code}", (string code, KeepCharity request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Enter a charity 慈善组织登记");
        api.MapGet("/charities", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListCharities(), cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Charities, and whether they may raise funds");
        api.MapPut("/funds/{code}", (string code, OpenCharityFund request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Open a fund of a charity 设立基金");
    }

    public async Task<Result<Done>> Handle(KeepCharity request, CancellationToken cancel)
    {
        // Whether the caller may is asked of the charity itself.
        var charity = await db.Unfiltered<Charity>().SingleOrDefaultAsync(c => c.Code == request.Code, cancel);
        var place = charity is null ? tree.FindCode(request.Place ?? "")?.Path : ScopePath.Parse(charity.Scope, null);
        if (place is not { } at || !current.Value.May(GoodwillPermissions.Fund, at))
            return charity is null ? Problem.Invalid("place", "funds.place", "请选择您负责的社区或联建组。", "Choose a community or group you work for.") : NoCharity;
        if (charity is null)
            db.Insert(charity = new() { Code = request.Code, Scope = at.Value, Name = "", Registration = "", BankAccount = "" });
        (charity.Name, charity.Registration, charity.BankAccount) = (Clean(request.Name, 60), request.Registration!, Clean(request.BankAccount, 60));
        (charity.Certificate, charity.ValidFrom, charity.ValidTo, charity.SuspendedOn) = (request.Certificate is { Length: > 0 } number ? Clean(number, 60) : null, request.ValidFrom, request.ValidTo, request.SuspendedOn);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(OpenCharityFund request, CancellationToken cancel)
    {
        if (await db.Scoped<Charity>(current.Value.ScopesFor(GoodwillPermissions.Fund)).SingleOrDefaultAsync(c => c.Code == request.Charity, cancel) is not { } charity)
            return NoCharity with { Field = "charity" };
        if (FundRules.Unqualified(charity, LocalTime.Today(time)) is { } unqualified)
            return unqualified;
        if (await db.Unfiltered<CharityFund>().AnyAsync(f => f.Code == request.Code, cancel))
            return Problem.Conflict("funds.exists", "这个代号已有基金。", "There is a fund with this code.");
        var names = (Zh: Clean(request.NameZh, 40), En: Clean(request.NameEn, 60));
        names.En = names.En.Length > 0 ? names.En : names.Zh;
        var account = await ledger.Open(
            new(new(OwnerKind.Fund, request.Code), LedgerUnit.Fen, Purpose, ScopePath.Parse(charity.Scope, null), 0) { Label = names }, cancel);
        db.Insert(new CharityFund { Code = request.Code, Scope = charity.Scope, Charity = charity.Code, NameZh = names.Zh, NameEn = names.En, Account = account, At = Clock.Now(time) });
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<CharityLine>>> Handle(ListCharities request, CancellationToken cancel) =>
        (await db.Scoped<Charity>(current.Value.ScopesFor(GoodwillPermissions.Fund)).AsNoTracking().OrderBy(c => c.Code).ToListAsync(cancel))
            .ConvertAll(c => new CharityLine(c.Code, c.Name, c.Registration, c.Certificate, c.ValidFrom, c.ValidTo, c.SuspendedOn, c.BankAccount, FundRules.Unqualified(c, LocalTime.Today(time))?.Message));
}
