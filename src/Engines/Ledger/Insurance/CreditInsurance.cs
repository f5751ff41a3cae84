using Linli.Ledger.Payments;
using Linli.People;
using Linli.Places;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Insurance;

/// <summary>The insurance fund pays into somebody's personal account (医保个人账户划入).</summary>
/// <param name="Name">The insured's name.</param>
/// <param name="IdentityNumber">The number of their document.</param>
/// <param name="Fen">How much, in fen, above zero.</param>
/// <param name="PastYears">Whether it is a balance of past years; else it counts for this year.</param>
/// <param name="Reference">The fund's own number of it: sent again, it is the same. 4–60 characters.</param>
internal sealed record CreditInsurance(string? Name, string? IdentityNumber, long Fen, bool PastYears, string? Reference) : ICommand<Posted>, IValidated, IAudited
{
    /// <summary>The most at once: 100,000 yuan.</summary>
    public const long Most = 10_000_000;

    string? IAudited.AuditSubject => Reference;

    public IEnumerable<Problem> Problems()
    {
        if (Fen is <= 0 or > Most)
            yield return Problem.Invalid("fen", "ledger.insurance_fen", "金额大于 0、不超过 10 万元。", "An amount is above 0 and at most 100,000 yuan.");
        if (Reference?.Trim() is not { Length: >= 4 and <= 60 })
            yield return Problem.Invalid("reference", "ledger.insurance_reference", "请带上划入流水号，4–60 个字符。", "Send the number of the credit, 4 to 60 characters.");
    }
}

internal sealed class CreditInsuranceHandler(InsuranceBook book, ILedger ledger, IPeopleFinder finder, IScopeTree tree) : IHandler<CreditInsurance, Posted>, IUseCase
{
    public const string Poster = "ledger.insurance";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/insurance/credits", (CreditInsurance request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Insurance).WithTags("Ledger").WithSummary("Pay into somebody's insurance account 医保个人账户划入");

    public async Task<Result<Posted>> Handle(CreditInsurance request, CancellationToken cancel)
    {
        if (!Linli.Platform.Identity.IdentityNumber.TryParse(request.IdentityNumber, out var number, out _))
            return Problem.Invalid("identityNumber", "ledger.insurance_document", "证件号码不对，请核对。", "This is no number of an identity document.");
        if (await finder.ByDocument(request.Name, number, cancel) is not { NameFits: true } found)
            return Problem.Invalid("name", "ledger.insurance_nobody", "姓名和证件号码没有对上已登记的居民。", "No registered resident has this name and document.");
        var fund = await ledger.Open(new(new(OwnerKind.Outside, "insurance-fund"), LedgerUnit.InsuranceFen, "outside", tree.Town(), null) { Label = ("医疗保障基金", "Medical insurance fund") }, cancel);
        var account = await book.Open(found.Person, request.PastYears ? InsuranceBook.PastYears : InsuranceBook.ThisYear, cancel);
        return await ledger.Post(
            new(Poster, request.Reference!.Trim(), "insurance.credit", ("医保个人账户划入", "Paid in by the insurance fund"), [Entry.From(fund, new InsuranceFen(request.Fen)), Entry.To(account, new InsuranceFen(request.Fen))]), cancel);
    }
}
