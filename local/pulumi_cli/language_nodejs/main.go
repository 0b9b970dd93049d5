// The language host of Node.js: Pulumi's engine starts it for a program in TypeScript or JavaScript.
//
// Pulumi publishes the source of its own host as no Go module since version 3.60, which knows no `pulumi package add`. So this host
// does the four things that a program needs: it installs packages, runs the program, writes the SDK of a Pulumi package, and enters
// that SDK in the program's package.json. Pulumi's own modules do the work.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	// The engine's address, which the program needs too.
	engine string
}

func main() {
	// The engine gives more options, for tracing and to Pulumi's own older hosts.
	flag.CommandLine.Init("pulumi-language-nodejs", flag.ContinueOnError)
	flag.CommandLine.SetOutput(os.Stderr)
	flag.String("tracing", "", "not used")
	flag.String("root", "", "not used")
	if err := flag.CommandLine.Parse(os.Args[1:]); err != nil || flag.NArg() == 0 {
		cmdutil.Exit(fmt.Errorf("pulumi-language-nodejs is started by Pulumi, with the engine's address"))
	}
	if err := serve(flag.Arg(0)); err != nil {
		cmdutil.Exit(err)
	}
}

// serve answers the engine until it is gone.
func serve(engine string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := rpcutil.Healthcheck(ctx, engine, 5*time.Minute, stop); err != nil {
		return err
	}
	cancel := make(chan bool)
	context.AfterFunc(ctx, func() { close(cancel) })
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &host{engine: engine})
			return nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Println(server.Port)
	return <-server.Done
}

func (*host) Handshake(context.Context, *pulumirpc.LanguageHandshakeRequest) (*pulumirpc.LanguageHandshakeResponse, error) {
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (*host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

// GetRequiredPackages returns none. The engine asks for a plugin when the program makes its first resource of it.
func (*host) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}
