using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Keep;

/// <summary>Enters a company as the owner of a home or a part of it, or a developer whose unit is unsold or not handed over.</summary>
/// <param name="Name">Name of the company, 2–120 characters.</param>
/// <param name="CreditCode">统一社会信用代码, 18 letters and digits.</param>
/// <param name="Developer">Whether it built the place (建设单位).</param>
/// <param name="Undelivered">Unsold, or sold and not handed over: counts with the developer (R02). Developers only.</param>
/// <param name="Share">Its share; the whole home when left out.</param>
internal sealed record AddCompanyOwner(string? Name, string? CreditCode = null, bool Developer = false, bool Undelivered = false, string? Share = null)
    : ICommand<CompanyOwnerAdded>, IValidated, IAudited
{
    /// <summary>The home.</summary>
    [JsonIgnore]
    public Guid Home { get; init; }

    public string? AuditSubject => Home.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Name?.Trim() is not { Length: >= 2 and <= 120 })
            yield return Problem.Invalid("name", "register.company_name", "请填写单位名称（2–120 个字）。", "Give the name of the company (2–120 characters).");
        if (CreditCode?.Trim() is { Length: > 0 } code && (code.Length != 18 || !code.All(char.IsAsciiLetterOrDigit)))
            yield return Problem.Invalid("creditCode", "register.company_code", "统一社会信用代码为 18 位字母或数字。", "A credit code has 18 letters and digits.");
        if (!string.IsNullOrWhiteSpace(Share) && Rules.Share.Parse(Share) is null)
            yield return Rules.Share.Wrong;
        if (Undelivered && !Developer)
            yield return Problem.Invalid("undelivered", "register.only_developers", "只有建设单位有未出售或未交付的房屋。", "Only a developer has unsold or undelivered units.");
    }
}

/// <summary>The holding.</summary>
internal sealed record CompanyOwnerAdded(Guid Holding);

internal sealed class AddCompanyOwnerHandler(LinliDb db, RegisterReach reach, RegisterBook book, IHomes homes, Outbox outbox, TimeProvider time)
    : IHandler<AddCompanyOwner, CompanyOwnerAdded>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/homes/{home:guid}/companies", (Guid home, AddCompanyOwner request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Home = home }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Enter a company or developer as owner 登记单位业主");

    public async Task<Result<CompanyOwnerAdded>> Handle(AddCompanyOwner request, CancellationToken cancel)
    {
        if (await homes.Find(new(request.Home), cancel) is not { } home || !RegisterReach.Covers(reach.Scopes(PeoplePermissions.KeepRegister), home))
            return RegisterProblems.NoHome;
        var now = Clock.Now(time);
        await book.LockHome(home, cancel);
        var share = Rules.Share.Parse(request.Share) ?? Rules.Share.Whole;
        // A unit that is sold and not handed over has its buyer already; the developer only keeps it until then.
        if (!request.Undelivered && Rules.Share.Check(share, await book.OwnersShares(home, await book.TiesOf(home, now, cancel), now, cancel)) is { } exceeds)
            return exceeds;
        var known = await CompanyOf(request, now, cancel);
        if (!known.Ok)
            return known.As<CompanyOwnerAdded>();
        var company = known.Value;
        var holding = new CompanyHolding
        {
            Id = Guid.CreateVersion7(now), CompanyId = company.Id, HomeId = home.Id.Value, HomeLabel = home.Label, Scope = home.Building.Value,
            Grid = home.Grid?.Value, ShareNumerator = share.Numerator, ShareDenominator = share.Denominator, Undelivered = request.Undelivered, From = now,
        };
        db.Insert(holding);
        outbox.Add(new RegisterChanged(home.Id.Value, home.Grid ?? home.Building));
        return new CompanyOwnerAdded(holding.Id);
    }

    private async Task<Result<Company>> CompanyOf(AddCompanyOwner request, DateTimeOffset now, CancellationToken cancel)
    {
        var (name, code) = (request.Name!.Trim(), string.IsNullOrWhiteSpace(request.CreditCode) ? null : request.CreditCode.Trim().ToUpperInvariant());
        var known = code is null
            ? await db.Records<Company>().FirstOrDefaultAsync(c => c.Name == name && c.IsDeveloper == request.Developer, cancel)
            : await db.Records<Company>().SingleOrDefaultAsync(c => c.CreditCode == code, cancel);
        if (known is not null && (known.Name != name || known.IsDeveloper != request.Developer))
            return new Problem("register.company_disagrees",
                ($"这个信用代码已登记为“{known.Name}”{(known.IsDeveloper ? "（建设单位）" : "")}，请核对名称和是否建设单位。",
                    $"This credit code is registered as '{known.Name}'{(known.IsDeveloper ? ", a developer" : "")}: check the name, and whether it is a developer."),
                ProblemKind.Conflict, "name");
        if (known is not null)
            return known;
        var company = new Company { Id = Guid.CreateVersion7(now), Name = name, CreditCode = code, IsDeveloper = request.Developer, At = now };
        db.Records<Company>().Add(company);
        return company;
    }
}

/// <summary>Ends a company's holding: it sold the home, or handed it over to its buyer.</summary>
/// <param name="Holding">Which.</param>
internal sealed record EndCompanyHolding(Guid Holding) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Holding.ToString();
}

internal sealed class EndCompanyHoldingHandler(LinliDb db, RegisterReach reach, Outbox outbox, TimeProvider time) : IHandler<EndCompanyHolding, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/companies/holdings/{id:guid}/end", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new EndCompanyHolding(id), cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("End a company's holding 结束单位产权");

    public async Task<Result<Done>> Handle(EndCompanyHolding request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var scopes = reach.Scopes(PeoplePermissions.KeepRegister);
        var holding = await db.Unfiltered<CompanyHolding>().SingleOrDefaultAsync(h => h.Id == request.Holding && (h.To == null || h.To > now), cancel);
        if (holding is null || !(scopes.Covers(holding.Scope) || (holding.Grid is { } grid && scopes.Covers(grid))))
            return Problem.NotFound("register.holding_not_found", "没有找到这条单位产权，或不在您的辖区。", "This holding was not found, or lies outside your places.");
        (holding.To, holding.EndedBy) = (now, TieEnd.Sold);
        outbox.Add(new RegisterChanged(holding.HomeId, ScopePath.Parse(holding.Grid ?? holding.Scope, null)));
        return Done.It;
    }
}
