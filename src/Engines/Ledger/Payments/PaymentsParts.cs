using Linli.Ledger.Privacy;
using Linli.Notices;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Payments;

/// <summary>What the module brings for money that comes from outside and goes back there.</summary>
internal static class PaymentsParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<PaymentBooks>().AddScoped<WalletOwners>().AddScoped<WalletFinder>().AddScoped<Wallet.PersonPointer>().AddScoped<TopUpLimits>().AddScoped<WalletNews>()
            .AddScoped<ArrivalDesk>().AddScoped<RefundDesk>().AddScoped<RefundPlanner>().AddScoped<PaymentChecks>().AddScoped<ISubjectLinks, PaymentLinks>()
            .AddScoped<IRetention, OldHolds>().AddScoped<IRetention, UnpaidTopUps>();
        module.Services.AddSingleton(new NoticeTopic("wallet", ("钱包", "Wallet"), ("充值到账、退款", "Money paid in, and money back")));
        module.UseCase<OfferTopUpHandler>().UseCase<TopUpHandler>().UseCase<StartTopUpHandler>().UseCase<KeepPayerLinkHandler>().UseCase<KeepPaymentAnswerHandler>()
            .UseCase<ReadTopUpHandler>().UseCase<CheckTopUpHandler>().UseCase<TakeCallbackHandler>().UseCase<KeepNewsHandler>()
            .UseCase<AskRefundHandler>().UseCase<CancelRefundHandler>().UseCase<MyRefundsHandler>().UseCase<KeepRefundAnswerHandler>().UseCase<BookRefundHandler>()
            .UseCase<TakeCashHandler>().UseCase<GiveCashHandler>().UseCase<ConfirmCashRefundHandler>()
            .UseCase<ListPaymentsHandler>().UseCase<DecideDoubtHandler>().UseCase<KeepStatementHandler>().UseCase<ListReconciliationsHandler>()
            .UseCase<ExplainDifferenceHandler>().UseCase<SaveTopUpLimitsHandler>();
        module.Job<PollPayments>(TimeSpan.FromSeconds(10)).Job<SendRefunds>(TimeSpan.FromSeconds(20)).Job<ReconcilePayments>(TimeSpan.FromMinutes(30));
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Payment>(e =>
        {
            e.ToTable("ledger_payment").HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Provider).HasMaxLength(20);
            e.Property(p => p.Then).HasMaxLength(300);
            e.Property(p => p.PayerLink).HasMaxLength(500);
            e.Property(p => p.Version).IsConcurrencyToken();
            e.HasIndex(p => new { p.Wallet, p.At });
            e.HasIndex(p => p.By);
            e.HasIndex(p => p.PollAt).HasFilter("\"PollAt\" IS NOT NULL");
            e.HasIndex(p => p.Scope);
        });
        model.Entity<Arrival>(e =>
        {
            e.ToTable("ledger_arrival").HasKey(a => a.Id);
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.Provider).HasMaxLength(20);
            e.Property(a => a.Reference).HasMaxLength(64);
            e.Property(a => a.Order).HasMaxLength(64);
            e.Property(a => a.Note).HasMaxLength(300);
            e.Property(a => a.Version).IsConcurrencyToken();
            e.HasIndex(a => new { a.Provider, a.Reference }).IsUnique();
            e.HasIndex(a => new { a.Wallet, a.PaidAt });
            e.HasIndex(a => new { a.Scope, a.At });
            e.HasIndex(a => a.Doubt).HasFilter("\"Doubt\" IS NOT NULL");
        });
        model.Entity<Refund>(e =>
        {
            e.ToTable("ledger_refund").HasKey(r => r.Id);
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Provider).HasMaxLength(20);
            e.Property(r => r.Why).HasMaxLength(200);
            e.Property(r => r.Version).IsConcurrencyToken();
            e.HasIndex(r => r.Arrival);
            e.HasIndex(r => r.Person);
            e.HasIndex(r => r.By);
            e.HasIndex(r => r.PollAt).HasFilter("\"PollAt\" IS NOT NULL");
            e.HasIndex(r => new { r.Scope, r.State });
        });
        model.Entity<ReconciledDay>(e =>
        {
            e.ToTable("ledger_reconciled_day").HasKey(d => d.Id);
            e.Property(d => d.Provider).HasMaxLength(20);
            e.HasIndex(d => new { d.Provider, d.Day }).IsUnique();
        });
        model.Entity<Difference>(e =>
        {
            e.ToTable("ledger_difference").HasKey(d => d.Id);
            e.Property(d => d.Provider).HasMaxLength(20);
            e.Property(d => d.Reference).HasMaxLength(64);
            e.Property(d => d.Note).HasMaxLength(200);
            e.Property(d => d.Version).IsConcurrencyToken();
            e.HasIndex(d => new { d.Scope, d.DecidedAt });
        });
        model.Entity<TopUpLimit>(e =>
        {
            e.ToTable("ledger_top_up_limit").HasKey(l => l.Id);
            e.Property(l => l.Source).HasMaxLength(200);
            e.HasIndex(l => new { l.Scope, l.From });
        });
    }
}
