using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Insurance;

/// <summary>Sets what holds for insurance family accounts at a place (家庭共济参数); earlier rules stay as they were.</summary>
/// <param name="Place">Which place, and everything in it.</param>
/// <param name="From">First local day; today or later.</param>
/// <param name="BaseFen">What of past years stays with the donor, in fen.</param>
/// <param name="MostRelatives">With how many relatives one may share, 1–20.</param>
/// <param name="Source">The decision it comes from, 2–200 characters.</param>
internal sealed record SaveFamilyRule(ScopePath Place, DateOnly From, long BaseFen, int MostRelatives, string? Source) : ICommand<Done>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Place.Value;

    public IEnumerable<Problem> Problems()
    {
        if (BaseFen is < 0 or > CreditInsurance.Most)
            yield return Problem.Invalid("baseFen", "ledger.insurance_base", "保留金额为 0–100000 元。", "What stays is 0 to 100,000 yuan.");
        if (MostRelatives is < 1 or > 20)
            yield return Problem.Invalid("mostRelatives", "ledger.insurance_relatives", "共济人数为 1–20。", "With 1 to 20 relatives.");
        if (!PlainText.TryCleanLine(Source, 200, out var source) || source.Length < 2)
            yield return Problem.Invalid("source", "ledger.insurance_source", "请写明依据（2–200 个字）。", "Say what it comes from, 2 to 200 characters.");
    }
}

internal sealed class SaveFamilyRuleHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<SaveFamilyRule, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/insurance/family-rules", (SaveFamilyRule request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Rules).WithTags("Ledger").WithSummary("Set what holds for insurance family accounts 家庭共济参数");

    public Task<Result<Done>> Handle(SaveFamilyRule request, CancellationToken cancel)
    {
        if (tree.Find(request.Place) is null || !current.Value.May(LedgerPermissions.Rules, request.Place))
            return Task.FromResult<Result<Done>>(LedgerProblems.NotYourPlace);
        if (request.From < LocalTime.Today(time))
            return Task.FromResult<Result<Done>>(Problem.Invalid("from", "ledger.insurance_from", "生效日期从今天起。", "It begins today or later."));
        PlainText.TryCleanLine(request.Source, int.MaxValue, out var source);
        var now = Clock.Now(time);
        db.Insert(new FamilyRule
        {
            Id = Guid.CreateVersion7(now), Scope = request.Place.Value, From = request.From, BaseFen = request.BaseFen, MostRelatives = request.MostRelatives, Source = source, At = now, By = current.Value.Account,
        });
        return Task.FromResult<Result<Done>>(Done.It);
    }
}
