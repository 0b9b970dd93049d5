package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

const (
	// runner is the module of Pulumi's SDK that runs a program.
	runner = "@pulumi/pulumi/cmd/run"
	// alreadyShown is the runner's exit code after it has shown a person the error.
	alreadyShown = 32
	noSDK        = "the packages of the program aren't installed: npm ci in %s"
)

// Run runs the program and waits for its end.
func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	program := request.GetInfo().GetProgramDirectory()
	found := exec.CommandContext(ctx, "node", "-p", fmt.Sprintf("require.resolve('%s')", runner))
	found.Dir = program
	path, err := found.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return &pulumirpc.RunResponse{Error: "there is no node on the PATH: https://nodejs.org"}, nil
	}
	if err != nil {
		return &pulumirpc.RunResponse{Error: fmt.Sprintf(noSDK, program)}, nil
	}
	environment, err := environmentOf(request)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, "node", append([]string{strings.TrimSpace(string(path))}, h.arguments(request)...)...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 5 * time.Second
	command.Env = environment
	// Through a pipe of their own, because Node.js makes its outputs non-blocking.
	command.Stdout, command.Stderr = struct{ *os.File }{os.Stdout}, struct{ *os.File }{os.Stderr}
	err = command.Run()
	if exit, failed := errors.AsType[*exec.ExitError](err); failed && exit.ExitCode() == alreadyShown {
		return &pulumirpc.RunResponse{Bail: true}, nil
	}
	if err != nil {
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program ended with %s", err)}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}

func (h *host) arguments(request *pulumirpc.RunRequest) []string {
	var arguments []string
	for _, each := range [][2]string{
		{"monitor", request.GetMonitorAddress()},
		{"engine", h.engine},
		{"organization", request.GetOrganization()},
		{"project", request.GetProject()},
		{"root-directory", request.GetInfo().GetRootDirectory()},
		{"stack", request.GetStack()},
		{"pwd", request.GetInfo().GetProgramDirectory()},
		{"parallel", fmt.Sprint(request.GetParallel())},
	} {
		if each[1] != "" {
			arguments = append(arguments, "--"+each[0], each[1])
		}
	}
	if request.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	return append(append(arguments, request.GetInfo().GetEntryPoint()), request.GetArgs()...)
}

// environmentOf returns this process's environment, with the stack's configuration and the options of Pulumi.yaml.
func environmentOf(request *pulumirpc.RunRequest) ([]string, error) {
	config, err := json.Marshal(request.GetConfig())
	if err != nil {
		return nil, err
	}
	secrets, err := json.Marshal(append([]string{}, request.GetConfigSecretKeys()...))
	if err != nil {
		return nil, err
	}
	environment := append(os.Environ(), "PULUMI_CONFIG="+string(config), "PULUMI_CONFIG_SECRET_KEYS="+string(secrets))
	options := request.GetInfo().GetOptions().AsMap()
	if options["typescript"] != false {
		environment = append(environment, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if file, given := options["tsconfig"].(string); given {
		environment = append(environment, "PULUMI_NODEJS_TSCONFIG_PATH="+file)
	}
	if given, ok := options["nodeargs"].(string); ok {
		environment = append(environment, "NODE_OPTIONS="+strings.TrimSpace(os.Getenv("NODE_OPTIONS")+" "+given))
	}
	return environment, nil
}

// InstallDependencies installs what the program's package-lock.json or package.json names.
func (*host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, server pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(server, request.GetIsTerminal())
	if err != nil {
		return err
	}
	defer closer.Close() //nolint:errcheck // The second close says nothing new.
	program := request.GetInfo().GetProgramDirectory()
	if _, err := npm.Install(server.Context(), npm.AutoPackageManager, program, false, stdout, stderr); err != nil {
		return fmt.Errorf("the packages of %s can't be installed: %w", program, err)
	}
	return closer.Close()
}
