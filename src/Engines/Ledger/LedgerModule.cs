using Linli.Ledger.Accounts;
using Linli.Ledger.Chain;
using Linli.Ledger.Earning;
using Linli.Ledger.Holds;
using Linli.Ledger.Insurance;
using Linli.Ledger.Lane;
using Linli.Ledger.Lots;
using Linli.Ledger.Payments;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.Ledger.Privacy;
using Linli.Ledger.Reversals;
using Linli.Ledger.Settlements;
using Linli.Ledger.Statements;
using Linli.Ledger.Wallet;
using Linli.Notices;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger;

/// <summary>One ledger for money, points and hours: double entry, compensation only, recomputable at any time.</summary>
public sealed class LedgerModule : IModule
{
    /// <inheritdoc/>
    public string Name => "ledger";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<Ticks>().AddSingleton<AccountFactBook>().AddSingleton<TransferLane>().AddSingleton<ITransferLane>(s => s.GetRequiredService<TransferLane>())
            .AddScoped<LeanPoster>();
        module.Services.AddScoped<AccountBook>().AddScoped<PersonWallets>().AddScoped<BalanceBook>().AddScoped<Locks>().AddScoped<ClosedPeriods>()
            .AddScoped<PointsIssuer>().AddScoped<LotBook>().AddScoped<Poster>().AddScoped<HoldDesk>().AddScoped<Reverser>()
            .AddScoped<StatementBook>().AddScoped<ILedger, LedgerBooks>().AddScoped<IPastPostings, PastPostings>();
        module.Services.AddScoped<EarningDesk>().AddScoped<IEarning>(s => s.GetRequiredService<EarningDesk>()).AddScoped<IEarningRules, RulesInForce>()
            .AddScoped<AccountReach>().AddScoped<AccountLines>().AddScoped<PostingReach>().AddScoped<HoldFinder>().AddScoped<ReversalReach>()
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(EarningDesk.Poster, ("“积分发放”里核查这一笔并收回，当事人可以申诉", "look at the earning and take it back, so that the person may appeal"), "/desk/ledger/earnings"))
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(SetBudgetHandler.BudgetPoster, ("“积分与预算”里重新设定这个月的预算", "set the budget of the month anew"), "/desk/ledger/points"))
            .AddScoped<Household>().AddScoped<IPersonalData, LedgerPersonalData>();
        module.Services.AddSingleton(new NoticeTopic("points", ("积分", "Points"), ("快到期的积分、申诉结果", "Points about to expire, and appeals")));
        module.Tables(LedgerModel.Map).Permissions(LedgerPermissions.All)
            .Verifies<LedgerVerification>()
            .Job<ChainSealer>(TimeSpan.FromSeconds(5))
            .Job<ExpireHolds>(TimeSpan.FromMinutes(1))
            .Job<ExpirePoints>(TimeSpan.FromMinutes(10))
            .Job<ReturnBudgets>(TimeSpan.FromHours(1))
            .Demo<LedgerDemo>(28);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/me/wallet", ("我的钱包", "My wallet"), "wallet", Access.SignedIn, 960),
            new NavigationItem(Workspace.Staff, "/desk/ledger", ("账本", "Ledger"), "book-2", LedgerPermissions.Read, 700, NavigationSection.Administration));
        module.UseCase<PostTransferHandler>().UseCase<MakeHoldHandler>().UseCase<CaptureHoldHandler>().UseCase<ReleaseHoldHandler>()
            .UseCase<AskReversalHandler>().UseCase<DecideReversalHandler>().UseCase<ListReversalsHandler>()
            .UseCase<ClosePeriodHandler>().UseCase<ListPeriodsHandler>()
            .UseCase<MakeSettlementHandler>().UseCase<ListSettlementsHandler>()
            .UseCase<ExportSettlementHandler>().UseCase<OrderSettlementsHandler>().UseCase<ApproveSettlementHandler>().UseCase<PaySettlementHandler>().UseCase<SetHoldFreeHandler>().UseCase<GivePointsHereHandler>();
        module.Services.AddScoped<SettlementPayment>();
        module.UseCase<MyWalletHandler>().UseCase<ShareWithFamilyHandler>().UseCase<MyLinesHandler>().UseCase<MyMonthsHandler>()
            .UseCase<ReadStatementHandler>().UseCase<ExportStatementHandler>().UseCase<FindAccountsHandler>().UseCase<GetAccountHandler>()
            .UseCase<LiabilityReportHandler>();
        module.UseCase<SaveProgrammeHandler>().UseCase<SetBudgetHandler>().UseCase<SaveEarningRuleHandler>().UseCase<ListEarningRulesHandler>()
            .UseCase<GivePointsHandler>().UseCase<ListEarningsHandler>().UseCase<AuditEarningHandler>()
            .UseCase<AppealEarningHandler>().UseCase<DecideAppealHandler>();
        PaymentsParts.Declare(module);
        InsuranceParts.Declare(module);
    }
}
